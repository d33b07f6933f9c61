using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>Step two: how the figure is computed, with the real numbers.</summary>
internal static class FigureFormulas
{
    /// <summary>So many terms are written out; more are summed up.</summary>
    private const int MostTerms = 4;

    /// <summary>So many pieces of a year are listed, newest; a year of days has more.</summary>
    private const int MostPieces = 62;

    public static bool IsRolledUp(FigureExplanation explanation) => explanation.Formula is FigureFormula.WeightedMean or FigureFormula.Sum;

    public static bool ByAgency(FigureExplanation explanation) => explanation.Parts.Any(p => p.Key.Agency.Length > 0);

    public static ChainStep Step(Scribe scribe, FigureExplanation explanation)
    {
        var parts = new List<PageBlock>();
        switch (explanation.Formula)
        {
            case FigureFormula.WeightedMean or FigureFormula.Sum:
                parts.Add(RollUp(scribe, explanation));
                parts.Add(Coverage(scribe, explanation));
                break;
            case FigureFormula.YearToDate:
                parts.Add(Year(scribe, explanation));
                break;
            case FigureFormula.Observation:
                parts.Add(new TextBlock(scribe.T("Figures.AsReported")));
                break;
            default:
                parts.Add(new TextBlock(scribe.T("Figures.NothingToCompute")));
                break;
        }

        if (explanation.Observations.Count > 0 && !IsRolledUp(explanation)) parts.Add(new TableBlock(Pieces(scribe, explanation)));
        if (explanation.Parts.Count > 0)
        {
            if (!IsRolledUp(explanation)) parts.AddRange(Beside(scribe, explanation));
            parts.Add(new TableBlock(Parts(scribe, explanation)));
        }

        return new("formula", scribe.T("Figures.Step.Formula"), parts);
    }

    // The roll-up that stands beside a reported figure is as open as one that is shown.
    private static IEnumerable<PageBlock> Beside(Scribe scribe, FigureExplanation explanation)
    {
        yield return new TextBlock(scribe.T("Figures.PartsBeside"));
        if (explanation.Figure.Alternative is not { Value: not null, ShareReported: not null } rolledUp) yield break;
        yield return RollUp(scribe, explanation with { Figure = rolledUp, Formula = explanation.CountedWeight is null ? FigureFormula.Sum : FigureFormula.WeightedMean });
    }

    /// <summary>A weight with what it counts: "1.670.000 dân".</summary>
    public static string WeightText(Scribe scribe, string weight, decimal value) => Wording.WithUnit(scribe.Number(value), WeightName(scribe, weight), scribe.Context.Culture);

    public static string WeightName(Scribe scribe, string weight) => weight.Length == 0 ? scribe.T("Figures.Weight") : scribe.T("Figures.Weight." + weight);

    private static FormulaBlock RollUp(Scribe scribe, FigureExplanation explanation)
    {
        var figure = explanation.Figure;
        var indicator = scribe.Indicator(figure.Key);
        var counted = explanation.Parts.Where(p => p is { Exclusion: PartExclusion.None, Figure.Value: not null }).ToList();
        var result = scribe.WithUnit(indicator, figure.Value!.Value);
        if (explanation.Formula == FigureFormula.Sum)
        {
            var terms = counted.Count <= MostTerms ? string.Join(" + ", counted.Select(p => Term(scribe, p.Figure.Value!.Value))) : scribe.T("Figures.SigmaValue", counted.Count);
            var words = scribe.T(ByAgency(explanation) ? "Figures.Formula.SumAgencies" : "Figures.Formula.SumCommunes", counted.Count, explanation.Parts.Count);
            return new(words, [figure.AtLeast ? scribe.T("Figures.Formula.AtLeast", terms, result) : $"{terms} = {result}"]);
        }

        var weightName = WeightName(scribe, explanation.Weight);
        var total = counted.Sum(p => p.Figure.Value!.Value * (p.Weight ?? 0));
        var weight = explanation.CountedWeight ?? counted.Sum(p => p.Weight ?? 0);
        var symbols = counted.Count <= MostTerms
            ? $"({string.Join(" + ", counted.Select(p => $"{Term(scribe, p.Figure.Value!.Value)} × {Term(scribe, p.Weight ?? 0)}"))}) / ({string.Join(" + ", counted.Select(p => Term(scribe, p.Weight ?? 0)))})"
            : scribe.T("Figures.SigmaMean", weightName);
        return new(
            scribe.T(ByAgency(explanation) ? "Figures.Formula.MeanAgencies" : "Figures.Formula.MeanCommunes", counted.Count, explanation.Parts.Count, weightName),
            [$"{symbols} = {scribe.Number(decimal.Round(total, 4))} / {scribe.Number(weight)} = {result}"]);
    }

    private static string Term(Scribe scribe, decimal value) => value < 0 ? $"({scribe.Number(value)})" : scribe.Number(value);

    private static FactsBlock Coverage(Scribe scribe, FigureExplanation explanation)
    {
        var (figure, parts) = (explanation.Figure, explanation.Parts);
        var counted = parts.Count(p => p.Exclusion == PartExclusion.None);
        List<Fact> facts = [new(scribe.T("Figures.PartsCounted"), scribe.T("Figures.PartsCountedText", counted, parts.Count), counted)];
        if (explanation.CountedWeight is { } weight) facts.Add(new(scribe.T("Figures.CountedWeight"), WeightText(scribe, explanation.Weight, weight), weight));
        if (figure.ShareReported is { } share) facts.Add(new(scribe.T("Figures.ShareReported"), scribe.T(explanation.Weight == "population" ? "Figures.ShareReportedPopulation" : "Figures.ShareReportedParts", scribe.Percent(share)), share * 100));
        return new(facts);
    }

    private static FormulaBlock Year(Scribe scribe, FigureExplanation explanation)
    {
        var figure = explanation.Figure;
        var indicator = scribe.Indicator(figure.Key);
        var pieces = explanation.Observations;
        var result = scribe.WithUnit(indicator, figure.Value!.Value);
        var terms = pieces.Count <= 12 ? string.Join(" + ", pieces.Select(o => Term(scribe, o.Value))) : scribe.T("Figures.SigmaPieces", pieces.Count);
        var words = scribe.T("Figures.Formula.Year", pieces.Count, Scribe.Day(figure.Period!.FirstDay), Scribe.Day(figure.Period.LastDay));
        if (figure.MissingMonths.Count > 0) words += " " + scribe.T("Figures.Formula.Holes", string.Join(", ", figure.MissingMonths));
        return new(words, [$"{terms} = {result}"]);
    }

    private static TableView Pieces(Scribe scribe, FigureExplanation explanation)
    {
        var (culture, indicator, all) = (scribe.Context.Culture, scribe.Indicator(explanation.Figure.Key), explanation.Observations);
        var rows = all.Skip(Math.Max(0, all.Count - MostPieces)).Select(o => new TableRow(
            o.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            [
                new(scribe.Period(o.Period)),
                FigureCells.Number(o.Value, indicator.Decimals, culture) with { Text = Wording.Sign(o.Qualifier) + scribe.Value(indicator, o.Value), Href = scribe.Links.Observation(o.Id), Simulated = o.Simulated, Hint = o.Revision > 1 ? scribe.T("Figures.RevisionNumber", o.Revision) : "" },
                new(scribe.Feed(o.Feed)),
                new(Scribe.Instant(o.ReceivedAt)),
                new(o.Source is { } source ? scribe.Cited(source) : scribe.T("Figures.NoDocumentShort")) { Href = o.SourceId is { } id ? scribe.Links.Document(id) : "" },
            ])).ToList();

        // Holes stand among the pieces, where a leader looks for them.
        foreach (var month in explanation.Figure.MissingMonths)
        {
            var year = ProvinceCalendar.ToLocal(explanation.Figure.Period!.Start).Year;
            var hole = Period.Parse(FormattableString.Invariant($"{year}-{month:00}"));
            var at = Math.Max(0, rows.Count - all.Count(o => o.Period.Start > hole.Start));
            rows.Insert(Math.Min(at, rows.Count), new("hole-" + hole.Text, [new(scribe.Period(hole)), new(scribe.T("Figures.Hole")) { Mark = "missing" }, TableCell.Empty, TableCell.Empty, TableCell.Empty]));
        }

        var table = new TableView(
            "pieces", scribe.T("Figures.PiecesCaption", all.Count),
            [
                new("period", scribe.T("Figures.Column.Period"), ColumnKind.Text),
                new("value", scribe.T("Figures.Value"), ColumnKind.Number, Wording.UnitOf(indicator, culture)),
                new("feed", scribe.T("Figures.Feed"), ColumnKind.Text),
                new("received", scribe.T("Figures.Column.Received"), ColumnKind.Text),
                new("document", scribe.T("Figures.Column.Document"), ColumnKind.Text),
            ],
            rows)
        {
            Note = all.Count > MostPieces ? scribe.T("Figures.PiecesLeftOut", all.Count - MostPieces) : "",
        };
        return table.Sorted(scribe.Context.Query);
    }

    private static TableView Parts(Scribe scribe, FigureExplanation explanation)
    {
        var (context, culture) = (scribe.Context, scribe.Context.Culture);
        var indicator = scribe.Indicator(explanation.Figure.Key);
        var mean = explanation.CountedWeight is not null || explanation.Weight.Length > 0;
        var counted = explanation.Parts.Where(p => p.Exclusion == PartExclusion.None);
        var sum = counted.Sum(p => p.Figure.Value ?? 0);
        var rows = explanation.Parts.Select(part =>
        {
            var (key, figure) = (part.Key, part.Figure);
            var counts = part.Exclusion == PartExclusion.None && figure.Value is not null;
            var share = !counts ? null : mean ? part.Share : sum != 0 ? figure.Value / sum : (decimal?)null;
            var contribution = counts && mean ? figure.Value * part.Share : null;
            var time = FigureCells.Time(context, scribe.Factory, figure);
            List<TableCell> cells =
            [
                key.Agency.Length > 0 ? new(scribe.Agency(key.Agency)) { Href = scribe.Links.Agency(key.Agency) } : new(scribe.Area(key.Area)) { Href = scribe.Links.Area(key.Area) },
                FigureCells.Value(context, scribe.Factory, figure with { Key = key }),
            ];
            if (mean) cells.Add(part.Weight is { } weight ? new TableCell(scribe.Number(weight)) { Number = weight, Decimals = 0 } : TableCell.Empty);
            cells.Add(share is { } s ? FigureCells.Number(s * 100, 2, culture) : TableCell.Empty);
            if (mean) cells.Add(FigureCells.Number(contribution, Math.Min(4, indicator.Decimals + 2), culture));
            cells.Add(time with { Mark = figure.Value is null ? "missing" : figure.DataState is DataState.Fresh ? "" : figure.DataState == DataState.Late ? "stale" : figure.DataState.ToCode() });
            cells.Add(new(figure.Feed.Length > 0 ? scribe.Feed(figure.Feed) : ""));
            cells.Add(new(part.Exclusion == PartExclusion.None ? "" : scribe.T("Figures.Exclusion." + part.Exclusion)));
            return new TableRow(key.Agency.Length > 0 ? key.Agency : key.Area, cells);
        });

        List<TableColumn> columns =
        [
            new("name", scribe.T(ByAgency(explanation) ? "Figures.Agency" : "Figures.Column.Commune"), ColumnKind.Text),
            new("value", scribe.T("Figures.Value"), ColumnKind.Number, Wording.UnitOf(indicator, culture)),
        ];
        if (mean) columns.Add(new("weight", scribe.T("Figures.Column.Weight", WeightName(scribe, explanation.Weight)), ColumnKind.Number));
        columns.Add(new("share", scribe.T(mean ? "Figures.Column.WeightShare" : "Figures.Column.ValueShare"), ColumnKind.Number, "%"));
        if (mean) columns.Add(new("contribution", scribe.T("Figures.Column.Contribution"), ColumnKind.Number, Wording.UnitOf(indicator, culture)));
        columns.Add(new("period", scribe.T("Figures.Column.Period"), ColumnKind.Text));
        columns.Add(new("feed", scribe.T("Figures.Feed"), ColumnKind.Text));
        columns.Add(new("note", scribe.T("Figures.Column.Note"), ColumnKind.Text));
        var table = new TableView("parts", scribe.T(ByAgency(explanation) ? "Figures.PartsCaption.Agencies" : "Figures.PartsCaption.Communes", explanation.Parts.Count), columns, [.. rows])
        {
            Note = scribe.T(mean ? "Figures.PartsNote.Mean" : "Figures.PartsNote.Sum"),
        };
        return table.Sorted(context.Query);
    }
}

/// <summary>Steps three to seven of a rolled-up figure: each part has a way down of its own; here is what they have in common.</summary>
internal static class PartsSteps
{
    /// <summary>So many documents are named; the others are one tap further.</summary>
    private const int MostDocuments = 12;

    public static IEnumerable<ChainStep> Of(Scribe scribe, FigureExplanation explanation)
    {
        var counted = explanation.Parts.Where(p => p is { Exclusion: PartExclusion.None, Figure.Value: not null }).Select(p => p.Figure).ToList();
        var senders = new List<PageBlock> { new TextBlock(scribe.T("Figures.PartsSenders")) };
        foreach (var feed in counted.GroupBy(f => f.Feed).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            var facts = ObservationSteps.FeedFacts(scribe, feed.Key, feed.Any(f => f.Simulated));
            facts.Add(new(scribe.T("Figures.FeedParts"), scribe.T("Figures.FeedPartsText", feed.Count(), counted.Count), feed.Count()));
            if (feed.Max(f => f.ReceivedAt) is { } received) facts.Add(new(scribe.T("Figures.LastReceived"), Scribe.Instant(received)));
            senders.Add(new FactsBlock(facts));
        }

        yield return new("sender", scribe.T("Figures.Step.Sender"), senders);

        var documents = counted.Where(f => f.Source is not null).GroupBy(f => (f.Source!.Document, f.Source.Title)).OrderByDescending(g => g.Count()).ToList();
        List<PageBlock> cited = [new TextBlock(scribe.T("Figures.PartsDocuments", counted.Count(f => f.Source is not null), counted.Count))];
        if (documents.Count > 0)
        {
            cited.Add(new FactsBlock([.. documents.Take(MostDocuments).Select(g => new Fact(
                g.Key.Document.Length > 0 ? g.Key.Document : g.First().Source!.Publisher is { Length: > 0 } publisher ? publisher : scribe.T("Figures.Document.Title"),
                scribe.T("Figures.PartsDocument", g.Key.Title, g.Count()), Href: Scribe.Outside(g.First().Source!.Url)))]));
            if (documents.Count > MostDocuments) cited.Add(new TextBlock(scribe.T("Figures.MoreDocuments", documents.Count - MostDocuments)));
        }

        yield return new("document", scribe.T("Figures.Step.Document"), cited);
        yield return new("checks", scribe.T("Figures.Step.Checks"), [new TextBlock(scribe.T("Figures.PartsChecks")), .. ObservationSteps.ChecksPassed(scribe), .. Doubts(scribe, explanation)]);
        yield return ObservationSteps.Approval(scribe);

        var revised = counted.Where(f => f.Revision > 1).ToList();
        yield return new("revisions", scribe.T("Figures.Step.Revisions"), revised.Count == 0
            ? [new TextBlock(scribe.T("Figures.PartsNotRevised"))]
            : [
                new TextBlock(scribe.T("Figures.PartsRevised", revised.Count)),
                new FactsBlock([.. revised.Select(f => new Fact(scribe.Place(f.Key), scribe.T("Figures.RevisedPart", scribe.WithUnit(scribe.Indicator(f.Key), f.Value!.Value), f.Revision), f.Value, f.ObservationId is { } id ? scribe.Links.Observation(id) : scribe.Links.Figure(f.Key)))]),
            ]);
    }

    private static IEnumerable<PageBlock> Doubts(Scribe scribe, FigureExplanation explanation)
    {
        var figure = explanation.Figure;
        var facts = new List<Fact>();
        if (figure.AtLeast) facts.Add(new(scribe.T("Figures.Doubt.Parts"), scribe.T("Figures.Doubt.AtLeast"), Mark: "watch"));
        if (figure.Simulated) facts.Add(new(scribe.T("Figures.Doubt.Simulated"), scribe.T("Figures.Doubt.Simulated.Plain"), Mark: "watch"));
        if (figure.MissingMonths.Count > 0) facts.Add(new(scribe.T("Figures.Doubt.Holes"), scribe.T("Figures.Doubt.HolesText", string.Join(", ", figure.MissingMonths)), Mark: "watch"));
        facts.AddRange(explanation.Parts.Where(p => p.Exclusion != PartExclusion.None).GroupBy(p => p.Exclusion).OrderBy(g => g.Key)
            .Select(g => new Fact(scribe.T("Figures.Doubt.LeftOut"), scribe.T("Figures.Doubt.LeftOutText", g.Count(), scribe.T("Figures.Exclusion." + g.Key)), g.Count(), Mark: "watch")));
        return facts.Count == 0 ? [new TextBlock(scribe.T("Figures.NoDoubts"))] : [new TextBlock(scribe.T("Figures.DoubtsIntro")), new FactsBlock(facts)];
    }
}
