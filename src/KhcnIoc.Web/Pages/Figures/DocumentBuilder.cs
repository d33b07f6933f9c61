using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>A document and the observations that stand on it, newest first, a page at a time.</summary>
internal sealed class DocumentBuilder(IObservationStore store, ViewFactory factory) : IPageBuilder
{
    /// <summary>Observations on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Only observations with ids below this one: stands in the address.</summary>
    public const string Cursor = "before";

    public Type View => typeof(DocumentView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["documents", var id] ? [id] : null;

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        if (!int.TryParse(codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        if (await store.FindSourceAsync(id, cancellationToken) is not { } found) return null;

        var scribe = new Scribe(context, factory);
        long? before = long.TryParse(context.Query.Get(Cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : null;
        var page = await store.QueryAsync(new() { Source = id, NewestFirst = true, Before = before, Take = PageSize, AsOfCommit = context.AsOfCommit }, cancellationToken);
        var shown = page.Items.Where(o => context.Pack.Indicators.ContainsKey(o.Series.Indicator)).ToList();
        var source = found.Source;
        return new DocumentView
        {
            Context = context,
            Title = source.Document.Length > 0 ? source.Document : source.Title,
            Subtitle = source.Document.Length > 0 ? source.Title : source.Publisher,
            Way = [new(scribe.T("Figures.Overview"), scribe.Links.Home)],
            Simulated = shown.Exists(o => o.Simulated),
            Series = shown.Select(o => o.Series).ToHashSet(),
            Newer = before is null ? null : new(scribe.T("Figures.NewestOnes"), AddressParts.With(context.Address, Cursor, "")),
            Older = page.Next is { } next ? new(scribe.T("Figures.OlderOnes"), AddressParts.With(context.Address, Cursor, next.ToString(CultureInfo.InvariantCulture))) : null,
            Steps =
            [
                new("document", scribe.T("Figures.DocumentFacts"), [.. ObservationSteps.DocumentParts(scribe, source, null)], Numbered: false),
                new("observations", scribe.T("Figures.DocumentObservations"), [new TableBlock(Table(scribe, shown))], Numbered: false),
            ],
        };
    }

    private static TableView Table(Scribe scribe, IReadOnlyList<Observation> observations)
    {
        var culture = scribe.Context.Culture;
        var rows = observations.Select(o =>
        {
            var indicator = scribe.Indicator(o.Series);
            var value = FigureCells.Number(o.Value, indicator.Decimals, culture, Wording.UnitOf(indicator, culture));
            return new TableRow(o.Id.ToString(CultureInfo.InvariantCulture),
            [
                new(scribe.Name(indicator)) { Href = scribe.Links.Indicator(indicator.Code) },
                new(scribe.Place(o.Series)) { Href = scribe.Links.Figure(o.Series) },
                new(scribe.Period(o.Period)),
                value with { Text = Wording.WithUnit(Wording.Sign(o.Qualifier) + value.Text, value.Unit, culture), Href = scribe.Links.Observation(o.Id), Simulated = o.Simulated, Hint = o.Revision > 1 ? scribe.T("Figures.RevisionNumber", o.Revision) : "" },
                new(o.Source?.Page ?? ""),
                new(Scribe.Instant(o.ReceivedAt)),
            ]);
        });
        return new TableView(
            "observations", scribe.T("Figures.DocumentCaption"),
            [
                new("indicator", scribe.T("Figures.Indicator"), ColumnKind.Text),
                new("place", scribe.T("Figures.Place"), ColumnKind.Text),
                new("period", scribe.T("Figures.Column.Period"), ColumnKind.Text),
                new("value", scribe.T("Figures.Value"), ColumnKind.Number),
                new("page", scribe.T("Figures.Document.Page"), ColumnKind.Text),
                new("received", scribe.T("Figures.Column.Received"), ColumnKind.Text),
            ],
            [.. rows])
        {
            EmptyText = scribe.T("Figures.DocumentEmpty"),
        }.Sorted(scribe.Context.Query);
    }
}
