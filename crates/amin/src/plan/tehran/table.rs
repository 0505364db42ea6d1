//! Every branch's need in every case, as CSV.

use planning::tehran::{Answer, Case, Question};

use super::super::Error;

/// The column of a case.
pub(super) fn case_name(case: &Case) -> String {
    format!("devices_{}s_{:.0}pct", case.seconds, case.turnout * 100.0)
}

/// A line for each branch, a column for each case.
pub(super) fn csv(question: &Question, answer: &Answer) -> Result<Vec<u8>, Error> {
    let failed = |error: csv::Error| Error::Write(std::io::Error::other(error));
    let mut table = csv::Writer::from_writer(vec![]);
    let mut head: Vec<String> =
        ["id", "district", "eligible", "devices_now"].iter().map(|&name| name.to_owned()).collect();
    head.extend(answer.cases.iter().map(case_name));
    table.write_record(&head).map_err(failed)?;
    for (i, branch) in question.branches.iter().enumerate() {
        let district = branch.district.clone().unwrap_or_default();
        let mut line =
            vec![branch.id.clone(), district, format!("{:.0}", branch.eligible), branch.devices.to_string()];
        line.extend(answer.cases.iter().map(|case| case.needs[i].to_string()));
        table.write_record(&line).map_err(failed)?;
    }
    table.into_inner().map_err(|error| Error::Write(error.into_error()))
}
