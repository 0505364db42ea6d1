//! The columns of tables, by their codes and in the reader's words: how a table that an officer brings is read, what its
//! page and its template say of it, and how a list goes out for people.
//!
//! What comes in may be headed and filled by codes or by the words of the pages, in either language, its digits and days in
//! either writing; from here on it has codes alone, which is what the rules read. What goes out as CSV has codes, for
//! programs and to be brought in again; what goes out as a workbook has words, and can be brought in again too.

mod guide;
mod template;

pub(crate) use guide::{guide, passed_over, refused};
pub(crate) use template::template;

use super::export::{CSV, Ending, Table, XLSX, attached, untamed, unwritten};
use super::form::day_typed;
use crate::locale::{Lang, Spoken, latin_digits};
use crate::pages::Absent;
use axum::response::Response;
use calendar::Day;
use headquarters::staff::spelling;
use std::collections::HashMap;

screens::words! {
    Columns = "ستون‌ها و آنچه در هر یک می‌آید" / "The columns and what stands in each",
    ColumnsHint = "ستون‌ها به هر ترتیب؛ سرستون و مقدار با واژه‌های این صفحه، فارسی یا انگلیسی، یا با کدها. رقم‌ها فارسی یا لاتین، تاریخ‌ها خورشیدی یا میلادی." / "Columns in any order; headings and values in the words of these pages, Persian or English, or by their codes. Digits Persian or Latin, days Jalali or Gregorian.",
    Template = "الگوی XLSX برای پر کردن" / "An XLSX template to fill in",
    Column = "ستون" / "Column",
    Code = "کد" / "Code",
    Takes = "چه می‌آید" / "Takes",
    Example = "نمونه" / "Example",
    MayBeEmpty = "می‌تواند خالی بماند، یا ستونش نباشد" / "may stay empty, or its column be left out",
    TakesText = "متن" / "text",
    TakesNumber = "عدد" / "a number",
    TakesCode = "شماره یا کد" / "a number or code",
    TakesPlace = "کدهای محل با خط مورب میان آن‌ها" / "the codes of a place with slashes between them",
    TakesPoint = "عرض و طول جغرافیایی با ویرگول میان آن‌ها" / "latitude and longitude with a comma between them",
    TakesDay = "تاریخ، خورشیدی یا میلادی" / "a day, Jalali or Gregorian",
    ToFill = "جدول" / "Table",
    Guide = "راهنما" / "Guide",
    Missing = "این ستون‌ها نیست: {0}" / "These columns are missing: {0}",
    MissingHint = "سطر نخست نام ستون‌هاست. الگوی همین صفحه همه‌ی آن‌ها را دارد." / "The first row names the columns. The template on this page has them all.",
    Unknown = "این ستون‌ها شناخته نیست: {0}" / "These columns are not known: {0}",
    PassedOver = "این ستون‌ها شناخته نیست و خوانده نمی‌شود: {0}" / "These columns are not known and are passed over: {0}",
    PassedOverHint = "اگر باید خوانده شود، سرستون را مانند راهنمای زیر بنویسید." / "If one should be read, write its heading as the guide below does.",
    Twice = "این ستون‌ها دو بار آمده است: {0}" / "These columns stand twice: {0}",
    OneOf = "یکی از این‌ها: {0}" / "One of these: {0}",
    BranchNote = "استان، شهرستان، بخش یا منطقه نیز یک سطر است که فقط جا و دو نام دارد و خانه‌های دیگرش خالی است." / "A province, county or district is a row too, which has only its place and its two names; its other cells are empty.",
    DeviceNote = "دستگاهی که پیش‌تر رسیده است همان می‌ماند؛ نوع یا انبار دیگری برای آن اشتباه جدول است." / "A device that has come already stays what it is; another kind or store for it is a mistake of the table.",
    StaffNote = "هر کس با کد ملی شناخته می‌شود. در خروجی همین سامانه کد ملی ستاره دارد؛ آنجا ستون شماره‌ی پرونده جای آن را می‌گیرد." / "Everybody is known by the national number. In lists exported from here it is starred; there the column with the number of the file stands in for it.",
    LineNote = "هر شعبه یک سطر برای خط اصلی و یکی برای خط دوم دارد. خطی که همین است دوباره ثبت نمی‌شود؛ روز خالی یعنی امروز. دکل یا مسیری که ستون ندارد همان می‌ماند؛ خانه‌ی خالی یعنی دیگر نیست." / "A branch has a row for its primary line and one for its second. A line that is as it stands is not put down again; no day means today. A tower or route without a column stays; an empty cell says that there is none.",
    RiskNumber = "شماره‌ی ریسک" / "Number of the risk",
    RiskProduct = "احتمال × شدت" / "Likelihood × impact",
    LinesAgain = "خط‌ها، برای ویرایش و ورود دوباره" / "The lines, to be changed and brought in again",
    LineImport = "ورود خط‌ها از جدول" / "Import lines",
    PlaceCodes = "کدهای محل" / "Codes of the place",
    Score = "امتیاز بازدید" / "Score of the survey",
    Urgency = "فوریت این کار" / "How urgent it is",
    HomeStore = "انبار آن" / "Its store",
    FileNumber = "شماره‌ی پرونده" / "Number of the file",
    PersonLogin = "نام ورود شخص" / "Person's sign-in name",
    OwnerLogin = "نام ورود مسئول اجرا" / "Owner's sign-in name",
    SettledBy = "پایان‌دهنده" / "Settled by",
    SettledByLogin = "نام ورود پایان‌دهنده" / "Settled by (sign-in name)",
    SinceWhen = "از چه زمانی" / "Since when",
    Late = "روزهای دیرکرد" / "Days late",
    OnWhoseTable = "روی میز چه کسی" / "On whose table",
    RevokedAt = "زمان لغو" / "Revoked at",
    SupersededFrom = "جایگزین از تاریخ" / "Superseded from",
    PrimaryOperator = "اپراتور خط اصلی" / "Operator of the primary line",
    PrimarySpeed = "سرعت ارسال خط اصلی (کیلوبیت بر ثانیه)" / "Primary line upward (kbit/s)",
    SecondOperator = "اپراتور خط دوم" / "Operator of the second line",
    SecondSpeed = "سرعت ارسال خط دوم (کیلوبیت بر ثانیه)" / "Second line upward (kbit/s)",
    Made = "تاریخ تعهد" / "Promised on",
    Kept = "تاریخ انجام" / "Kept on",
}

/// Persian and English.
type Both = [&'static str; 2];

/// What is said in both languages.
pub(crate) fn both(word: impl Spoken) -> Both {
    [word.fa(), word.en()]
}

fn said(lang: Lang, both: Both) -> &'static str {
    lang.pick(both[0], both[1])
}

/// A value with a code, and what it is called.
pub(crate) type Value = (&'static str, Both);

/// All values of a kind, with what a page calls each.
pub(crate) fn values<T: Copy>(
    all: &[T],
    code: impl Fn(T) -> &'static str,
    name: impl Fn(Lang, T) -> &'static str,
) -> Vec<Value> {
    all.iter().map(|one| (code(*one), [name(Lang::Fa, *one), name(Lang::En, *one)])).collect()
}

/// What stands in a column.
#[derive(Debug, Clone)]
pub(crate) enum Takes {
    /// As it was typed.
    Text,
    /// A number of things.
    Number,
    /// Digits and Latin letters that name something.
    Code,
    /// The codes of a place.
    Place,
    /// Degrees north and east.
    Point,
    /// A day.
    Day,
    /// One of these.
    OneOf(Vec<Value>),
    /// Some of these, with blanks between them.
    SomeOf(Vec<Value>),
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    code: &'static str,
    name: Both,
    takes: Takes,
    optional: bool,
    example: &'static str,
}

impl Column {
    pub(crate) fn new(code: &'static str, name: Both, takes: Takes) -> Self {
        Self { code, name, takes, optional: false, example: "" }
    }

    /// It may be left out, and so may a cell of it.
    pub(crate) fn optional(self, optional: bool) -> Self {
        Self { optional, ..self }
    }

    /// What may stand in it, by codes.
    pub(crate) fn example(self, example: &'static str) -> Self {
        Self { example, ..self }
    }

    /// What programs call it.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Has it this code?
    pub(crate) fn is(&self, code: &str) -> bool {
        self.code == code
    }

    /// What it is called, in the reader's language.
    pub(crate) fn name(&self, lang: Lang) -> &'static str {
        said(lang, self.name)
    }

    /// A value, which has its code, in the reader's language.
    pub(crate) fn said(&self, lang: Lang, value: &str) -> String {
        let in_words = |values: &[Value], value: &str| {
            let found = values.iter().find(|(code, _)| *code == value);
            found.map_or_else(|| value.to_owned(), |(_, name)| said(lang, *name).to_owned())
        };
        match &self.takes {
            Takes::Day => value.parse::<Day>().map_or_else(|_| value.to_owned(), |day| day_typed(lang, day)),
            Takes::OneOf(values) => in_words(values, value),
            Takes::SomeOf(values) => {
                let each: Vec<String> = value.split(' ').map(|one| in_words(values, one)).collect();
                each.join(lang.pick("، ", ", "))
            }
            _ => value.to_owned(),
        }
    }

    /// What may stand in it, in words.
    fn takes(&self, lang: Lang) -> String {
        let word = match &self.takes {
            Takes::OneOf(values) | Takes::SomeOf(values) => {
                let names: Vec<&str> = values.iter().map(|(_, name)| said(lang, *name)).collect();
                return names.join(lang.pick("، ", ", "));
            }
            Takes::Text => Word::TakesText,
            Takes::Number => Word::TakesNumber,
            Takes::Code => Word::TakesCode,
            Takes::Place => Word::TakesPlace,
            Takes::Point => Word::TakesPoint,
            Takes::Day => Word::TakesDay,
        };
        lang.say(word).to_owned()
    }

    fn is_called(&self, key: &str) -> bool {
        self.code == key || self.name.iter().any(|name| self::key(name) == key)
    }
}

/// One spelling for what is compared: as names are compared, and without blanks.
fn key(text: &str) -> String {
    spelling::of(text.trim_start_matches('\u{feff}')).replace(' ', "")
}

/// The rows of a table: a clipboard has tabs, a file commas or semicolons.
pub(crate) fn rows(table: impl AsRef<[u8]> + Send + 'static) -> impl Iterator<Item = Vec<String>> + Send {
    let heading = table.as_ref().split(|byte| *byte == b'\n').next().unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|d| heading.contains(d)).unwrap_or(b',');
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(std::io::Cursor::new(table));
    let rows = reader.into_records().filter_map(Result::ok);
    rows.map(|row| row.iter().map(|cell| untamed(cell).to_owned()).collect())
}

/// The same table headed and filled by codes. What is not known stays as it is, to be told of.
pub(crate) fn in_codes(
    columns: Vec<Column>,
    mut rows: impl Iterator<Item = Vec<String>> + Send,
) -> impl Iterator<Item = Vec<String>> + Send {
    let heading = rows.next().unwrap_or_default();
    let of: Vec<Option<&Column>> = heading.iter().map(|name| find(&columns, name)).collect();
    let codes = heading.iter().zip(&of).map(|(name, of)| of.map_or(name.as_str(), |column| column.code));
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    let readers: Vec<Reader> = of.into_iter().map(Reader::of).collect();
    let read = move |row: Vec<String>| {
        let cells = row.into_iter().enumerate();
        let read = |(n, cell): (usize, String)| match readers.get(n) {
            Some(reader) => reader.read(cell),
            None => cell,
        };
        cells.map(read).collect()
    };
    std::iter::once(codes).chain(rows.map(read))
}

fn find<'a>(columns: &'a [Column], heading: &str) -> Option<&'a Column> {
    let key = key(heading);
    columns.iter().find(|column| column.is_called(&key))
}

/// How the cells of a column become codes.
enum Reader {
    Text,
    Latin,
    OneOf(HashMap<String, &'static str>),
}

impl Reader {
    fn of(column: Option<&Column>) -> Self {
        match column.map(|column| &column.takes) {
            None | Some(Takes::Text) => Reader::Text,
            Some(Takes::OneOf(values) | Takes::SomeOf(values)) => {
                let names = values.iter().flat_map(|(code, names)| names.map(|name| (key(name), *code)));
                Reader::OneOf(names.collect())
            }
            Some(_) => Reader::Latin,
        }
    }

    fn read(&self, cell: String) -> String {
        match self {
            Reader::Text => cell,
            Reader::Latin => latin(&cell),
            Reader::OneOf(codes) => codes.get(&key(&cell)).map_or(cell, |code| (*code).to_owned()),
        }
    }
}

/// Digits, decimal marks and commas as machines write them, without the marks that turn the direction of a line.
fn latin(cell: &str) -> String {
    let turns =
        |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let same = |c| match c {
        '٫' => '.',
        '،' => ',',
        c => c,
    };
    latin_digits(cell).chars().filter(|c| !turns(c)).map(same).collect()
}

impl Table {
    /// A list as people read it: headings, values and days in their language.
    pub(crate) fn in_words(mut self, lang: Lang, columns: &[Column]) -> Self {
        let of = self.heading.iter().map(|code| columns.iter().find(|column| column.code == *code));
        let of: Vec<Option<&Column>> = of.collect();
        for (name, of) in self.heading.iter_mut().zip(&of) {
            *name = of.map_or(*name, |column| column.name(lang));
        }
        // In their place: a province's list does not stand in memory twice.
        for row in &mut self.rows {
            for (cell, column) in row.iter_mut().zip(&of).filter_map(|(cell, of)| Some((cell, (*of)?))) {
                *cell = column.said(lang, cell);
            }
        }
        self
    }

    /// Which of its columns hold numbers.
    pub(crate) fn counted(&self, columns: &[Column]) -> Vec<bool> {
        let is_number = |code: &&'static str| {
            columns.iter().any(|column| column.code == *code && matches!(column.takes, Takes::Number))
        };
        self.heading.iter().map(is_number).collect()
    }

    /// The file of this ending: text by codes for programs, a workbook in words for people. Objects are not made of cells.
    pub(crate) async fn file(
        self,
        lang: Lang,
        columns: Vec<Column>,
        ending: Ending,
    ) -> Result<Response, Absent> {
        let (name, of) = (self.name, if ending == Ending::Csv { CSV } else { XLSX });
        // A list of a whole province takes a second: nobody else's page waits for it.
        let written = tokio::task::spawn_blocking(move || match ending {
            Ending::Csv => Ok(self.text()),
            Ending::Xlsx => {
                let counted = self.counted(&columns);
                self.in_words(lang, &columns).workbook(lang, counted).map_err(unwritten)
            }
            Ending::Json => Err(Absent::Page(lang)),
        });
        Ok(attached(name, of, written.await.expect("a table is written without a panic")?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::field::{branch_columns, device_columns, line_columns, upload};
    use super::super::staff::staff_columns;
    use super::template::workbook;
    use super::*;
    use headquarters::branch::{Site, sheet, typed};
    use headquarters::form::Why;
    use headquarters::table::Wrong;
    use proptest::prelude::*;

    fn codes(columns: Vec<Column>, table: &str) -> Vec<Vec<String>> {
        in_codes(columns, rows(table.to_owned())).collect()
    }

    fn all() -> [Vec<Column>; 4] {
        [branch_columns(), device_columns(), staff_columns(), line_columns()]
    }

    #[test]
    fn every_word_is_said_in_both_languages() {
        for word in Word::ALL {
            assert_eq!(crate::locale::mistake_in(*word), None, "{word:?}");
        }
    }

    #[test]
    fn a_table_is_read_from_a_clipboard_or_a_file() {
        for text in ["a\tb\n1\t2", "a;b\n1;2", "a,b\n1,2"] {
            assert_eq!(rows(text.to_owned()).collect::<Vec<_>>(), [["a", "b"], ["1", "2"]], "{text}");
        }
        assert_eq!(rows("a,b\n\"1,5\",2".to_owned()).nth(1), Some(vec!["1,5".to_owned(), "2".to_owned()]));
        assert_eq!(rows(String::new()).count(), 0);
    }

    #[test]
    fn words_of_either_language_and_digits_of_either_writing_become_codes() {
        let persian = "نوع ساختمان;جای شعبه;مختصات;روز موافقت مالک;ثابت یا سيار\n\
            مدرسه;tehran/rey/۲/۰۰۰۷;۳۵٫۵۸، ۵۱٫۴۳;۱۴۰۴/۱۲/٠١;ثابت";
        let expected = [
            ["kind", "place", "at", "agreed", "standing"],
            ["school", "tehran/rey/2/0007", "35.58, 51.43", "1404/12/01", "fixed"],
        ];
        assert_eq!(codes(branch_columns(), persian), expected);
        let english = "building;PLACE;colour\nSchool;tehran;green";
        assert_eq!(
            codes(branch_columns(), english)[1],
            ["school", "tehran", "green"],
            "what is unknown stays"
        );
        let staff = "سمت;schooling;خود نامزد است\nعضو شعبه;ديپلم;خیر";
        assert_eq!(codes(staff_columns(), staff)[1], ["board-member", "diploma", "no"]);
        let devices = codes(device_columns(), "انبار آن;نوع دستگاه\ntehran;احراز هویت");
        assert_eq!(devices, [["home", "kind"], ["tehran", "identity"]]);
    }

    #[test]
    fn no_two_columns_and_no_two_values_of_one_are_called_alike() {
        for columns in all() {
            let mut seen = HashMap::new();
            for column in &columns {
                for name in [column.code, column.name[0], column.name[1]] {
                    let other = seen.insert(key(name), column.code).filter(|other| *other != column.code);
                    assert_eq!(other, None, "{name}");
                }
                let Takes::OneOf(values) = &column.takes else { continue };
                let mut seen = HashMap::new();
                for (code, [fa, en]) in values {
                    for name in [code, fa, en] {
                        let other = seen.insert(key(name), code).filter(|other| *other != code);
                        assert_eq!(other, None, "{name}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_template_has_the_columns_that_are_read_and_no_row() {
        for columns in all() {
            for lang in [Lang::Fa, Lang::En] {
                let file = workbook(lang, &columns, Word::BranchNote).expect("a workbook");
                let read = codes(columns.clone(), &upload::text(file).expect("a table"));
                assert_eq!(read, [columns.iter().map(|column| column.code).collect::<Vec<_>>()]);
            }
        }
    }

    #[test]
    fn a_heading_that_is_wrong_is_told_once() {
        let heading = ["id", "name_fa", "جای شعبه"].map(str::to_owned);
        let wrong = [
            Wrong { row: 1, column: "name", why: Why::Missing },
            Wrong { row: 1, column: "kind", why: Why::Missing },
            Wrong { row: 3, column: "kind", why: Why::Unknown },
        ];
        let said = refused(Lang::En, &branch_columns(), &heading, &wrong).into_string();
        for part in [
            "These columns are missing: Name in Persian, Building",
            "not known: id, name_fa",
            "1 cells are wrong",
            "One of these: School, Mosque, Other",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    fn site() -> impl Strategy<Value = Site> {
        let text = || "[=+@'-]{0,2}[ا-یa-z0-9][ا-یa-z ,;\"'\n]{0,9}[ا-یa-z0-9]";
        let day = (0..700_i64).prop_map(|n| "2024-01-01".parse::<Day>().expect("a day").after(n));
        let agreement = proptest::option::of((text(), proptest::option::of(day)));
        let counted = (proptest::option::of(0..100_000_u32), proptest::option::of(0..200_u16), 0..99_u16);
        let of =
            (0..3_usize, 0..2_usize, 0..2_usize, -89_000_000..89_000_000_i64, -179_000_000..179_000_000_i64);
        (text(), text(), text(), agreement, counted, of).prop_map(
            |(
                name,
                latin,
                education,
                agreement,
                (voters, rooms, devices),
                (kind, standing, setting, n, e),
            )| Site {
                place: "tehran/rey/2/0007".parse().expect("a place"),
                name,
                latin,
                kind: headquarters::branch::Kind::ALL[kind],
                standing: headquarters::branch::Standing::ALL[standing],
                setting: headquarters::branch::Setting::ALL[setting],
                education,
                at: headquarters::branch::Coordinates::of(n as f64 / 1e6, e as f64 / 1e6)
                    .expect("on the earth"),
                devices,
                voters,
                rooms,
                registered: "2026-03-01".parse().expect("a day"),
                agreement: agreement.map(|(owner, on)| headquarters::branch::Agreement { owner, on }),
            },
        )
    }

    proptest! {
        /// What is exported, as text with codes or as a workbook in words, is read back as it was.
        #[test]
        fn what_is_exported_is_read_back_unchanged(site in site()) {
            let row: Vec<String> = typed::write(&site).into_iter().map(|(_, value)| value).collect();
            let table = || Table { name: "branches", heading: typed::FIELDS.to_vec(), rows: vec![row.clone()] };
            let read = |text: String| {
                let cells = codes(branch_columns(), &text);
                sheet::read(&cells, site.registered, |_| true).answer()
            };
            let mut texts = vec![String::from_utf8(table().text()).expect("text")];
            for lang in [Lang::Fa, Lang::En] {
                let counted = table().counted(&branch_columns());
                let table = table().in_words(lang, &branch_columns());
                let file = table.workbook(lang, counted).expect("a workbook");
                texts.push(upload::text(file).expect("a table"));
            }
            for text in texts {
                let expected = sheet::Row::Branch(Box::new(site.clone()));
                prop_assert_eq!(read(text.clone()), Ok(vec![(2, expected)]), "{}", text);
            }
        }
    }
}
