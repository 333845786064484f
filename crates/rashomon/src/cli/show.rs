//! `rashomon show`: one question, claim or report with its evidence.

use super::arguments::Show;
use super::messages::Messages;
use super::output::Output;
use super::{Done, find, list, open};
use crate::present::{self, Evidence, ReportLine};
use anyhow::Context;
use rashomon_claims::Claim;
use rashomon_reconcile::Entry as LedgerEntry;
use rashomon_store::{Case, Found, Listed};
use rashomon_text::{Report, ReportId, TextRange};
use std::collections::btree_map::{BTreeMap, Entry};

/// A passage grows from its sentence to the claim's other words up to this length in bytes.
const LONGEST_PASSAGE: usize = 800;

/// Prints it.
pub(super) fn run(options: &Show, output: &mut Output, messages: &Messages) -> anyhow::Result<Done> {
    let case = open(&options.case, messages)?;
    match find::one(&case, &options.id)? {
        Found::Question(id, block) => question(&case, &id, block, output)?,
        Found::Claim(id) => {
            let entry = case.entry(id)?.with_context(|| format!("claim {id} is gone"))?;
            let listed = report_of(&case, entry.report)?;
            print_evidence(&listed.report, entry, output)?;
        }
        Found::Report(id, _) => report(&report_of(&case, id)?, output)?,
    }
    Ok(Done::Well)
}

fn question(case: &Case, id: &str, block: i64, output: &mut Output) -> anyhow::Result<()> {
    let mut reports: BTreeMap<ReportId, Listed> = BTreeMap::new();
    for block in list::load(case, block)?.iter().filter(|block| block.question.id == id) {
        output.text(&present::question(block, output.page))?;
        for answer in &block.answers {
            let listed = match reports.entry(answer.entry.report) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(report_of(case, answer.entry.report)?),
            };
            output.text("\n")?;
            print_evidence(&listed.report, answer.entry.clone(), output)?;
        }
    }
    Ok(())
}

fn report(listed: &Listed, output: &mut Output) -> anyhow::Result<()> {
    let from = listed.report.provenance();
    let line = ReportLine {
        name: listed.report.name().to_owned(),
        title: from.title.clone(),
        outlet: from.outlet.clone(),
        published: from.published,
        claims: listed.claims.len(),
    };
    output.text(&present::reports(&[line], output.page))?;
    for standing in &listed.claims {
        output.text("\n")?;
        print_evidence(&listed.report, list::entry(listed, standing), output)?;
    }
    Ok(())
}

fn report_of(case: &Case, id: ReportId) -> anyhow::Result<Listed> {
    case.report(id)?.with_context(|| format!("report {id} is gone"))
}

fn print_evidence(report: &Report, entry: LedgerEntry, output: &mut Output) -> anyhow::Result<()> {
    let passage = report.excerpt(passage(&entry.claim));
    let evidence = Evidence {
        title: report.provenance().title.clone(),
        passage: passage.text().to_owned(),
        offset: passage.range().start(),
        entry,
    };
    Ok(output.text(&present::evidence(&evidence, output.page))?)
}

/// The sentence of a claim, with what else belongs to it where that is near.
fn passage(claim: &Claim) -> TextRange {
    let figure = claim.figure.as_ref().map(|figure| figure.range);
    let mention = claim.claimant.speaker().map(|speaker| speaker.mention);
    let words = [figure, claim.cue, claim.content, mention, claim.checked_by];
    words.into_iter().flatten().fold(claim.sentence, |passage, range| {
        let wider = passage.cover(range);
        if wider.len() <= LONGEST_PASSAGE { wider } else { passage }
    })
}
