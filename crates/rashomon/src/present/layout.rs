//! Columns on a page: cells that wrap, and lines that stack where the page is narrow.

use super::Page;
use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// The least width that anything is laid out for.
pub const LEAST_WIDTH: usize = 40;
/// Spaces between columns.
const GAP: usize = 2;

/// What a text is, and so how it looks; each look also has words or signs that say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// As it is.
    #[default]
    Plain,
    /// A title.
    Title,
    /// What matters less.
    Faint,
    /// A dispute.
    Alarm,
    /// A change in time.
    Change,
    /// A value.
    Value,
}

impl Ink {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Title => Style::new().bold(),
            Self::Faint => Style::new().dimmed(),
            Self::Alarm => AnsiColor::Red.on_default().bold(),
            Self::Change => AnsiColor::Yellow.on_default(),
            Self::Value => AnsiColor::Cyan.on_default().bold(),
        }
    }

    /// The text in this ink.
    pub fn on(self, text: &str, page: Page) -> String {
        if !page.colour || self == Self::Plain || text.trim().is_empty() {
            return text.to_owned();
        }
        let style = self.style();
        format!("{style}{text}{style:#}")
    }
}

/// A text in a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its words, on one line.
    pub text: String,
    /// Its look.
    pub ink: Ink,
}

impl Cell {
    /// A cell.
    pub fn new(text: impl Into<String>, ink: Ink) -> Self {
        Self { text: clean(&text.into()), ink }
    }

    /// A plain cell.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Ink::Plain)
    }
}

/// How narrow and wide a column may be.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading; may be empty.
    pub head: &'static str,
    /// It is never narrower, unless its cells are.
    pub least: usize,
    /// It is never wider.
    pub most: usize,
    /// Whether its cells stand at the right.
    pub right: bool,
}

impl Column {
    /// A column with its cells at the left.
    pub const fn new(head: &'static str, least: usize, most: usize) -> Self {
        Self { head, least, most, right: false }
    }

    /// A column of numbers.
    pub const fn number(head: &'static str) -> Self {
        Self { head, least: 3, most: 14, right: true }
    }
}

/// One line of words without control characters: a report must not steer the reader's terminal.
pub fn clean(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// The page's width, within reason.
pub fn width(page: Page) -> usize {
    page.width.clamp(LEAST_WIDTH, 400)
}

/// Words wrapped to the page, each line indented.
pub fn paragraph(text: &str, indent: usize, ink: Ink, page: Page) -> String {
    let room = width(page).saturating_sub(indent).max(10);
    let lines = textwrap::wrap(text, room);
    lines.iter().map(|line| format!("{}{}\n", " ".repeat(indent), ink.on(line, page))).collect()
}

/// Rows in columns, cells wrapped; with a heading if any column has one. Falls back to one row on
/// several lines where the page is too narrow for the columns.
pub fn table(columns: &[Column], rows: &[Vec<Cell>], indent: usize, page: Page) -> String {
    let room = width(page).saturating_sub(indent);
    let Some(widths) = widths(columns, rows, room) else { return stacked(columns, rows, indent, page) };
    let mut text = String::new();
    if columns.iter().any(|column| !column.head.is_empty()) {
        let heads: Vec<Cell> = columns.iter().map(|column| Cell::new(column.head, Ink::Faint)).collect();
        line(&mut text, columns, &heads, &widths, indent, page);
    }
    rows.iter().for_each(|row| line(&mut text, columns, row, &widths, indent, page));
    text
}

/// The widths of the columns; none if they do not fit at their least.
fn widths(columns: &[Column], rows: &[Vec<Cell>], room: usize) -> Option<Vec<usize>> {
    let natural = |at: usize| {
        let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.text.width());
        cells.chain([columns[at].head.width()]).max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..columns.len()).map(|at| natural(at).min(columns[at].most)).collect();
    let gaps = |widths: &[usize]| GAP * widths.iter().filter(|&&width| width > 0).count().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps(&widths) > room {
        let slack = |at: &usize| widths[*at].saturating_sub(columns[*at].least);
        let widest = (0..columns.len()).filter(|at| slack(at) > 0).max_by_key(|at| (slack(at), *at))?;
        widths[widest] -= 1;
    }
    Some(widths)
}

fn line(text: &mut String, columns: &[Column], row: &[Cell], widths: &[usize], indent: usize, page: Page) {
    let wrapped: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, &width)| wrap(&cell.text, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for at in 0..height {
        let mut words = " ".repeat(indent);
        let mut blank = 0;
        for (((lines, cell), &width), column) in
            wrapped.iter().zip(row).zip(widths).zip(columns).filter(|((_, width), _)| **width > 0)
        {
            let part = lines.get(at).map_or("", String::as_str);
            let pad = width.saturating_sub(part.width());
            if column.right && !part.is_empty() {
                blank += pad;
            }
            if !part.is_empty() {
                words.extend(std::iter::repeat_n(' ', blank));
                words.push_str(&cell.ink.on(part, page));
                blank = if column.right { 0 } else { pad };
            } else {
                blank += width;
            }
            blank += GAP;
        }
        text.push_str(&words);
        text.push('\n');
    }
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    if text.is_empty() || width == 0 {
        return Vec::new();
    }
    textwrap::wrap(text, width).into_iter().map(|line| line.into_owned()).collect()
}

/// Each row as a first line and, further in, the rest of its cells with a dot between.
fn stacked(columns: &[Column], rows: &[Vec<Cell>], indent: usize, page: Page) -> String {
    const DEEPER: usize = 4;
    let mut text = String::new();
    for row in rows {
        let said = |(cell, column): (&Cell, &Column)| match (cell.text.as_str(), column.head) {
            ("", _) => None,
            (words, "") => Some(words.to_owned()),
            (words, head) => Some(format!("{head}: {words}")),
        };
        let first = row.iter().position(|cell| !cell.text.is_empty()).unwrap_or(0);
        // A sign says nothing without the value beside it.
        let second = if first == 0 && columns[0].head.is_empty() { 1 } else { first };
        let opening: Vec<&str> = row.iter().take(second + 1).skip(first).map(|cell| cell.text.as_str()).collect();
        let rest: Vec<String> = row.iter().zip(columns).skip(second + 1).filter_map(said).collect();
        let ink = row.get(first).map_or(Ink::Plain, |cell| cell.ink);
        text += &paragraph(&opening.join("  "), indent, ink, page);
        text += &paragraph(&rest.join(" · "), indent + DEEPER, Ink::Plain, page);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] = [Column::new("Who", 6, 20), Column::number("How many")];

    fn page(width: usize) -> Page {
        Page { width, colour: false }
    }

    #[test]
    fn columns_wrap_and_stack() {
        let rows =
            [vec![Cell::plain("the harbour office"), Cell::plain("41")], vec![Cell::plain("all"), Cell::plain("7")]];
        assert_eq!(
            table(&COLUMNS, &rows, 0, page(40)),
            "Who                 How many\nthe harbour office        41\nall                        7\n"
        );
        assert_eq!(
            table(&COLUMNS, &rows, 20, page(40)),
            "                    Who              How\n                                    many\n                    the harbour       41\n                    office\n                    all                7\n"
        );
        let stacked = table(&COLUMNS, &rows, 38, page(40));
        assert_eq!(clean(&stacked), "the harbour office How many: 41 all How many: 7");
    }

    #[test]
    fn reports_cannot_steer_the_terminal() {
        assert_eq!(Cell::plain("a\u{1b}[31m b\n\tc\u{7}").text, "a [31m b c");
    }

    #[test]
    fn ink_only_where_colour_is_on() {
        assert_eq!(Ink::Alarm.on("x", page(40)), "x");
        assert_ne!(Ink::Alarm.on("x", Page { width: 40, colour: true }), "x");
    }
}
