using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>All that the store knows of an observation, as of the page's moment.</summary>
/// <param name="Revisions">Of its key, oldest first, itself among them; none that was not known at the page's moment.</param>
/// <param name="History">Its series, all feeds, oldest first.</param>
internal sealed record ObservationFile(
    Observation Observation, IReadOnlyList<Observation> Revisions, IReadOnlyList<Provenance> Citations, StoredBatch? Batch, IReadOnlyList<Observation> History, IReadOnlyList<Doubt> Doubts)
{
    public static async Task<ObservationFile?> ReadAsync(IObservationStore store, long id, PageContext context, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } detail) return null;
        var observation = detail.Observation;
        var batch = await store.FindBatchAsync(observation.Commit, cancellationToken);
        var series = await store.LoadSeriesAsync(new(observation.Series) { AsOfCommit = context.AsOfCommit }, cancellationToken);
        List<Observation> revisions = [.. detail.Revisions.Append(observation).DistinctBy(o => o.Id).Where(o => o.Commit <= (context.AsOfCommit ?? long.MaxValue)).OrderBy(o => o.Revision)];
        var doubts = Core.Live.Doubts.Of(context.Pack, observation, series.Observations, revisions);
        return new(observation, revisions, detail.Citations, batch, series.Observations, doubts);
    }
}

/// <summary>The steps below an observation: who sent it, on which document it stands, what it passed, who approved it, how it was corrected.</summary>
internal static class ObservationSteps
{
    public static IEnumerable<ChainStep> Of(Scribe scribe, ObservationFile file)
    {
        yield return Sender(scribe, file);
        yield return Document(scribe, file);
        yield return Checks(scribe, file);
        yield return Approval(scribe);
        yield return Revisions(scribe, file);
    }

    private static ChainStep Sender(Scribe scribe, ObservationFile file)
    {
        var (observation, batch) = (file.Observation, file.Batch);
        var facts = FeedFacts(scribe, observation.Feed, observation.Simulated);
        facts.Add(new(scribe.T("Figures.Received"), Scribe.Instant(observation.ReceivedAt)));
        if (batch is not null)
        {
            var channel = batch.Channel is "http-json" or "http-ndjson" or "http-csv" or "pack" or "" ? scribe.T("Figures.Channel." + (batch.Channel.Length == 0 ? "none" : batch.Channel)) : batch.Channel;
            facts.Add(new(scribe.T("Figures.Channel"), channel));
            if (batch.Name.Length > 0) facts.Add(new(scribe.T("Figures.File"), batch.Name));
        }

        facts.Add(new(scribe.T("Figures.Row"), observation.Row is { } row ? scribe.T("Figures.RowNumber", row) : scribe.T("Figures.RowUnknown")));
        if (observation.SenderId.Length > 0) facts.Add(new(scribe.T("Figures.SenderId"), observation.SenderId));
        facts.Add(new(scribe.T("Figures.Commit"), scribe.T("Figures.CommitNumber", observation.Commit)));
        if (batch is not null) facts.Add(new(scribe.T("Figures.Counts"), scribe.T("Figures.CountsText", batch.Stored, batch.Duplicates, batch.Rejected)));
        return new("sender", scribe.T("Figures.Step.Sender"), [new FactsBlock(facts)]);
    }

    public static List<Fact> FeedFacts(Scribe scribe, string feed, bool simulated)
    {
        var definition = scribe.Context.Pack.Feeds.GetValueOrDefault(feed);
        List<Fact> facts = [new(scribe.T("Figures.Feed"), definition is null ? feed : scribe.T("Figures.FeedWithCode", definition.NameVi, feed))];
        var agency = definition?.Agency ?? "";
        facts.Add(agency.Length > 0 ? new(scribe.T("Figures.FeedAgency"), scribe.Agency(agency), Href: scribe.Links.Agency(agency)) : new(scribe.T("Figures.FeedAgency"), scribe.T("Figures.FeedAgencyUnknown")));
        facts.Add(new(scribe.T("Figures.FeedRank"), scribe.T("Figures.FeedRankText", scribe.Context.Pack.RankOf(feed))));
        facts.Add(new(scribe.T("Figures.FeedKind"), scribe.T(simulated ? "Figures.FeedKind.Simulated" : "Figures.FeedKind.Real"), Mark: simulated ? "watch" : ""));
        return facts;
    }

    private static ChainStep Document(Scribe scribe, ObservationFile file)
    {
        var observation = file.Observation;
        var parts = new List<PageBlock>();
        if (observation.Source is not { } source) parts.Add(new TextBlock(scribe.T("Figures.NoDocument"), IsNotice: true));
        else parts.AddRange(DocumentParts(scribe, source, observation.SourceId));
        if (file.Citations.Count > 0)
        {
            parts.Add(new TextBlock(scribe.T("Figures.Citations", file.Citations.Count)));
            parts.AddRange(file.Citations.Select(c => new FactsBlock([new(c.Publisher.Length > 0 ? c.Publisher : scribe.T("Figures.Document.Title"), CitedInFull(scribe, c), Href: Scribe.Outside(c.Url))])));
        }

        return new("document", scribe.T("Figures.Step.Document"), parts);
    }

    private static string CitedInFull(Scribe scribe, Provenance source) =>
        source.Document.Length > 0 && source.Title.Length > 0 ? $"{scribe.Cited(source)}: {source.Title}" : scribe.Cited(source);

    public static IEnumerable<PageBlock> DocumentParts(Scribe scribe, Provenance source, int? id, bool withPlace = true)
    {
        var facts = new List<Fact>();
        Add("Number", source.Document, id is { } number ? scribe.Links.Document(number) : "");
        Add("Title", source.Title, source.Document.Length == 0 && id is { } other ? scribe.Links.Document(other) : "");
        Add("Publisher", source.Publisher);
        Add("Published", Published(source.Published));
        if (withPlace) Add("Page", source.Page);
        Add("Url", source.Url, Scribe.Outside(source.Url));
        yield return new FactsBlock(facts);
        if (withPlace && source.Quote.Length > 0) yield return new QuoteBlock(source.Quote, scribe.Cited(source));

        void Add(string key, string text, string href = "")
        {
            if (text.Length > 0) facts.Add(new(scribe.T("Figures.Document." + key), text, Href: href));
        }
    }

    // "2025-06-20" as people write it; anything else as it came.
    private static string Published(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? Scribe.Day(day) : text.Length == 7 && text[4] == '-' ? $"{text[5..]}/{text[..4]}" : text;

    private static ChainStep Checks(Scribe scribe, ObservationFile file)
    {
        List<PageBlock> parts = [new TextBlock(scribe.T("Figures.ChecksIntro")), .. ChecksPassed(scribe), .. DoubtParts(scribe, scribe.Indicator(file.Observation.Series), file.Doubts)];
        return new("checks", scribe.T("Figures.Step.Checks"), parts);
    }

    public static IEnumerable<PageBlock> ChecksPassed(Scribe scribe) =>
        [new FactsBlock([.. IntakeChecks.All.Select(check => new Fact(scribe.T($"Figures.Check.{check.Key}"), scribe.T("Figures.CheckPassed"), Mark: "met"))])];

    public static IEnumerable<PageBlock> DoubtParts(Scribe scribe, Indicator indicator, IReadOnlyList<Doubt> doubts) => doubts.Count == 0
        ? [new TextBlock(scribe.T("Figures.NoDoubts"))]
        : [new TextBlock(scribe.T("Figures.DoubtsIntro")), new FactsBlock([.. doubts.Select(d => DoubtFact(scribe, indicator, d))])];

    private static Fact DoubtFact(Scribe scribe, Indicator indicator, Doubt doubt)
    {
        var text = doubt.Kind switch
        {
            DoubtKind.Contradicted or DoubtKind.Revised when doubt.Number is { } number => scribe.T($"Figures.Doubt.{doubt.Kind}.Text", scribe.WithUnit(indicator, number), doubt.Detail.Length > 0 ? scribe.Feed(doubt.Detail) : scribe.T("Figures.AnotherFeed")),
            DoubtKind.Jump when doubt.Number is { } times => scribe.T("Figures.Doubt.Jump.Text", scribe.Number(decimal.Round(times, 1))),
            DoubtKind.Inexact when doubt.Detail.Length > 0 => scribe.T("Figures.Doubt.Inexact.Text", doubt.Detail),
            DoubtKind.OtherMethod when doubt.Detail.Length > 0 => doubt.Detail,
            _ => scribe.T($"Figures.Doubt.{doubt.Kind}.Plain"),
        };
        return new(scribe.T("Figures.Doubt." + doubt.Kind), text, Mark: "watch");
    }

    public static ChainStep Approval(Scribe scribe) => new("approval", scribe.T("Figures.Step.Approval"), [new TextBlock(scribe.T("Figures.ApprovalText"))]);

    private static ChainStep Revisions(Scribe scribe, ObservationFile file)
    {
        var title = scribe.T("Figures.Step.Revisions");
        if (file.Revisions.Count < 2) return new("revisions", title, [new TextBlock(scribe.T("Figures.NoRevisions"))]);

        var (indicator, culture) = (scribe.Indicator(file.Observation.Series), scribe.Context.Culture);
        var rows = new List<TableRow>();
        Observation? before = null;
        foreach (var revision in file.Revisions)
        {
            var change = revision.Value - before?.Value;
            var source = revision.Source;
            rows.Add(new(
                revision.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                [
                    FigureCells.Number(revision.Revision, 0, culture),
                    FigureCells.Number(before?.Value, indicator.Decimals, culture) with { Href = before is null ? "" : scribe.Links.Observation(before.Id) },
                    FigureCells.Number(revision.Value, indicator.Decimals, culture) with { Href = scribe.Links.Observation(revision.Id), Simulated = revision.Simulated },
                    FigureCells.Number(change, indicator.Decimals, culture) with { Text = change is { } c ? (c > 0 ? "+" : c < 0 ? "−" : "") + Wording.Number(Math.Abs(c), indicator.Decimals, culture) : "" },
                    new(Scribe.Instant(revision.ReceivedAt)),
                    new(source is null ? scribe.T("Figures.NoDocumentShort") : scribe.Cited(source)) { Href = revision.SourceId is { } id ? scribe.Links.Document(id) : "" },
                ],
                revision.Id == file.Observation.Id));
            before = revision;
        }

        var table = new TableView(
            "revisions", scribe.T("Figures.RevisionsCaption", scribe.Feed(file.Observation.Feed)),
            [
                new("revision", scribe.T("Figures.Column.Revision"), ColumnKind.Number),
                new("before", scribe.T("Figures.Column.Before"), ColumnKind.Number, Wording.UnitOf(indicator, culture)),
                new("value", scribe.T("Figures.Column.After"), ColumnKind.Number, Wording.UnitOf(indicator, culture)),
                new("change", scribe.T("Figures.Column.Change"), ColumnKind.Number),
                new("received", scribe.T("Figures.Column.Received"), ColumnKind.Text),
                new("document", scribe.T("Figures.Column.Document"), ColumnKind.Text),
            ],
            rows);
        return new("revisions", title, [new TextBlock(scribe.T("Figures.RevisionsText", file.Revisions.Count - 1)), new TableBlock(table.Sorted(scribe.Context.Query))]);
    }
}
