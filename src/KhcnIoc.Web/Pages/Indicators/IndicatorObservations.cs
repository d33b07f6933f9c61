using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <param name="Older">The next page; <see langword="null"/> = this is the last.</param>
/// <param name="Newest">The first page; <see langword="null"/> = this is it.</param>
internal sealed record ObservationList(TableView Table, IReadOnlyList<PageChoice> Scopes, PageLink? Older, PageLink? Newest);

/// <summary>The observations of an indicator, newest first, a page at a time by a cursor in the address.</summary>
internal sealed class IndicatorObservations(PageContext context, Indicator indicator, IObservationStore store)
{
    private const int PageLength = 25;
    private const string All = "all", ProvinceOnly = "province";

    public async Task<ObservationList> LoadAsync(FigureState figure, CancellationToken cancellationToken)
    {
        var scope = context.Query.Get(IndicatorPageBuilder.ScopeKey);
        // What the shown figure stands on is looked for first: its own reports, or those of its parts.
        var all = scope == All || (scope != ProvinceOnly && (figure.ShareReported is not null || figure.Value is null));
        var before = long.TryParse(context.Query.Get(IndicatorPageBuilder.BeforeKey), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : (long?)null;
        var page = await store.QueryAsync(
            new ObservationQuery
            {
                Indicator = indicator.Code,
                Area = all ? null : context.Pack.Province.Code,
                AsOfCommit = context.AsOfCommit,
                To = context.PeriodsUpTo,
                NewestFirst = true,
                Before = before,
                Take = PageLength,
            },
            cancellationToken);
        var items = page.Items.Where(o => context.PeriodsUpTo is not { } upTo || o.Period.End <= upTo).ToList();
        return new(
            Table(items),
            [Scope(ProvinceOnly, !all), Scope(All, all)],
            page.Next is { } next ? new(context.T("Indicators.Older"), AddressParts.With(context.Address, IndicatorPageBuilder.BeforeKey, next.ToString(CultureInfo.InvariantCulture))) : null,
            before is null ? null : new(context.T("Indicators.Newest"), AddressParts.With(context.Address, IndicatorPageBuilder.BeforeKey, "")));
    }

    private PageChoice Scope(string scope, bool current) => new(
        context.T("Indicators.Scope." + scope),
        AddressParts.With(AddressParts.With(context.Address, IndicatorPageBuilder.BeforeKey, ""), IndicatorPageBuilder.ScopeKey, scope),
        current);

    private TableView Table(List<Observation> items)
    {
        TableColumn[] columns =
        [
            new("time", context.T("Indicators.Column.Period"), ColumnKind.Text),
            new("area", context.T("Indicators.Column.Area"), ColumnKind.Text),
            new("value", context.T("Indicators.Column.Value"), ColumnKind.Number, Wording.UnitOf(indicator, context.Culture)),
            new("feed", context.T("Indicators.Column.Feed"), ColumnKind.Text),
            new("document", context.T("Indicators.Column.Document"), ColumnKind.Text),
            new("state", context.T("Indicators.Column.State"), ColumnKind.Text),
            new("received", context.T("Indicators.Column.Received"), ColumnKind.Text),
        ];
        return new("observations", context.T("Indicators.Observations"), columns, [.. items.Select(Row)]) { EmptyText = context.T("Indicators.Observations.None") };
    }

    private TableRow Row(Observation observation)
    {
        var pack = context.Pack;
        // How old a figure is matters only while nothing newer has taken its place.
        var superseded = context.Board.Get(observation.Series).EffectiveEnd > observation.EffectiveEnd;
        var state = DataStateRule.Evaluate(indicator, observation.EffectiveEnd, context.At, feedFailed: false).State;
        var doubts = Doubts.Of(pack, observation, [observation], [observation]).Where(d => d.Kind is not (DoubtKind.NoDocument or DoubtKind.Simulated)).Select(d => DoubtWords.Of(context, indicator, d));
        var revision = observation.Revision > 1 ? context.T("Indicators.Revision", observation.Revision) : "";
        return new(
            observation.Id.ToString(CultureInfo.InvariantCulture),
            [
                new(Wording.Time(observation.Period, context.Culture, context.At)),
                new(Whose(observation)),
                new(Wording.Sign(observation.Qualifier) + Wording.Number(observation.Value, indicator.Decimals, context.Culture))
                {
                    Number = observation.Value,
                    Decimals = indicator.Decimals,
                    Href = context.Links.Observation(observation.Id),
                    Hint = revision,
                    Simulated = observation.Simulated,
                },
                new(pack.Feeds.TryGetValue(observation.Feed, out var feed) ? feed.NameVi : observation.Feed) { Hint = observation.Simulated ? context.T("Tile.Simulated") : "" },
                Document(observation),
                new(superseded ? context.T("Indicators.State.superseded") : context.T("Indicators.State." + state.ToCode())) { Mark = superseded || state == DataState.Fresh ? "" : "stale", Hint = string.Join(", ", doubts) },
                new(ProvinceCalendar.ToLocal(observation.ReceivedAt).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture)),
            ]);
    }

    private TableCell Document(Observation observation)
    {
        if (observation.Source is not { } source) return new(context.T("Indicators.NoDocument"));
        return new(source.Document.Length > 0 ? source.Document : source.Title)
        {
            Href = observation.SourceId is { } id ? context.Links.Document(id) : "",
            Hint = source.Document.Length > 0 && source.Title != source.Document ? source.Title : source.Publisher,
        };
    }

    private string Whose(Observation observation)
    {
        var (pack, series) = (context.Pack, observation.Series);
        var name = pack.Areas.TryGetValue(series.Area, out var area) ? area.NameOn(ProvinceCalendar.DayOf(context.At)).Name : series.Area;
        return series.Agency.Length == 0 ? name : pack.Agencies.TryGetValue(series.Agency, out var agency) ? agency.Name : series.Agency;
    }
}
