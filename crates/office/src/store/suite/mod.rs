//! What the store promises, tried on both engines: SQLite case by case, PostgreSQL all cases on one server.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod cable;
mod cases;
mod server;
#[path = "../../../../pollbook/tests/story/mod.rs"]
mod story;
mod tls;

use super::Store;
use cable::Cable;
use server::Server;

/// An empty store of a test's own.
async fn on_sqlite(folder: &tempfile::TempDir) -> Store {
    Store::open(folder.path(), None).await.unwrap()
}

macro_rules! on_both {
    ($($case:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $case() {
                let folder = tempfile::tempdir().unwrap();
                super::cases::$case(super::on_sqlite(&folder).await).await;
            })*
        }

        /// One server for all cases: starting one takes longer than a case.
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn postgresql_keeps_the_same_promises() {
            let server = Server::start();
            let folder = tempfile::tempdir().unwrap();
            $({
                let url = server.database(stringify!($case));
                println!("{}", stringify!($case));
                cases::$case(Store::open(folder.path(), Some(&url)).await.unwrap()).await;
            })*
            let url = server.database("overtaken");
            let one = Store::open(folder.path(), Some(&url)).await.unwrap();
            cases::a_word_that_overtakes_a_question_is_not_missed(one.clone()).await;
            cases::a_log_waits_for_no_import_and_holds_up_no_check_in(one).await;
            let url = server.database("forgotten");
            let one = Store::open(folder.path(), Some(&url)).await.unwrap();
            cases::the_day_is_forgotten_with_the_ledger(&one).await;
            let words = "SELECT sum(pg_relation_size(c)) FROM unnest(
                '{desk_entry,desk_session,told,superseded}'::regclass[]) AS of (c)";
            assert_eq!(server.psql("forgotten", words), (true, "0".to_owned()), "the files are given back");
            let url = server.database("two_headquarters");
            let one = Store::open(folder.path(), Some(&url)).await.unwrap();
            let two = Store::open(folder.path(), Some(&url)).await.unwrap();
            cases::two_headquarters_admit_each_voter_once(one, two).await;
        }
    };
}

on_both!(
    a_voter_is_admitted_once_whichever_branch_asks,
    a_request_sent_again_is_answered_the_same_and_counted_once,
    nobody_is_admitted_off_the_roll_or_out_of_hours,
    a_question_that_a_desk_took_back_checks_nobody_in,
    a_pending_check_in_stands_in_the_way_of_others,
    what_desks_wrote_is_kept_once_and_a_fault_spoils_nobody_elses,
    a_machine_that_turns_an_admitted_voter_away_frees_nobody,
    no_two_officers_take_back_another_branchs_check_in,
    a_device_that_was_replaced_is_not_answered_any_more,
    a_second_vote_is_kept_with_the_first_place,
    r3_a_machine_that_claims_a_confirmation_it_was_not_given_is_refused,
    f5_a_person_taken_off_the_roll_is_refused_but_an_earlier_check_in_stands,
    f5_nobody_is_taken_off_a_ledger_that_is_closed,
    the_database_and_the_rule_say_the_same_of_the_same_letters,
    a_closed_ledger_admits_nobody_but_remembers,
    a_batch_answers_as_one_after_the_other_would,
    nothing_of_a_broken_transaction_is_kept,
    the_journal_is_a_chain_that_nobody_rewrites,
    an_entry_stands_once_under_its_number,
    a_secret_is_drawn_once,
    a_new_import_replaces_the_roll,
    a_letter_is_kept_as_issued_and_never_changed,
    the_second_change_of_one_version_is_told,
    persons_are_listed_page_by_page_and_found_however_they_are_spelt,
    committees_belong_to_headquarters,
    a_session_is_known_by_its_hash_and_ends_with_a_new_password,
    a_token_of_a_program_is_known_by_its_hash_until_it_is_ended,
    a_decision_keeps_all_that_was_said_of_it,
    an_act_is_witnessed_with_what_it_changed_or_not_kept,
    whom_a_line_is_about_is_the_same_to_a_database_and_to_its_reader,
    a_file_is_kept_only_by_whoever_read_its_last_version,
    the_list_of_staff_keeps_each_person_once_and_none_without_a_pass,
    who_was_refused_is_known_again_and_no_refusal_is_taken_back,
);

/// Whoever takes the disk in the evening finds nothing of the order.
#[tokio::test]
async fn what_is_forgotten_is_on_no_page_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = on_sqlite(&folder).await;
    cases::the_day_is_forgotten_with_the_ledger(&store).await;
    let files =
        std::fs::read_dir(folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
    let files: Vec<Vec<u8>> = files.collect();
    for trace in cases::traces() {
        let found = files.iter().any(|bytes| bytes.windows(trace.len()).any(|window| window == trace));
        assert!(!found, "{:?} is still on the disk", String::from_utf8_lossy(&trace));
    }
}

/// A disk that is full while voters wait.
#[tokio::test]
async fn a_full_disk_is_said_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = on_sqlite(&folder).await;
    cases::a_full_disk_is_said_and_loses_nothing(store).await;
}

/// The machine of the primary loses its power in the middle of a transaction: no connection is refused, none ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_vanishes_is_left_for_another() {
    let server = Server::start();
    server.database("vanishing");
    let (first, second) = (Cable::lay(server.socket()).await, Cable::lay(server.socket()).await);
    let url = format!("postgres://postgres@{},{}/vanishing", first.address, second.address);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Some(&url)).await.unwrap();
    cases::a_primary_that_vanishes_is_left_for_another(store, || first.cut()).await;
}
