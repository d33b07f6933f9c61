using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>One observation: everything stored of it, and which shown figures stand on it now.</summary>
internal sealed class ObservationBuilder(IObservationStore store, ViewFactory factory) : IPageBuilder
{
    public Type View => typeof(ObservationView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["observations", var id] ? [id] : null;

    public async ValueTask<IReadOnlySet<string>?> IndicatorsAsync(IReadOnlyList<string> codes, PageQuery query, CancellationToken cancellationToken) =>
        long.TryParse(codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await store.FindAsync(id, cancellationToken) is { } found
            ? new HashSet<string> { found.Observation.Series.Indicator }
            : new HashSet<string>();

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        if (!long.TryParse(codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        var file = await ObservationFile.ReadAsync(store, id, context, cancellationToken);
        if (file is null || !context.Pack.Indicators.ContainsKey(file.Observation.Series.Indicator)) return null;

        var scribe = new Scribe(context, factory);
        var observation = file.Observation;
        var key = observation.Series;
        if (observation.Commit > (context.AsOfCommit ?? long.MaxValue)) return NotKnownThen(scribe, observation);

        var indicator = scribe.Indicator(key);
        var newest = file.Revisions[^1];
        var (previous, next) = Neighbours(file);
        return new ObservationView
        {
            Context = context,
            Title = scribe.T("Figures.ObservationTitle", scribe.Name(indicator), scribe.Period(observation.Period)),
            Subtitle = scribe.T("Figures.ObservationSubtitle", scribe.Place(key), observation.Id),
            Way = scribe.WayTo(key, withFigure: true),
            Previous = LinkTo(scribe, previous),
            Next = LinkTo(scribe, next),
            Simulated = observation.Simulated,
            Series = new HashSet<SeriesKey> { key },
            Notice = newest.Id == observation.Id ? "" : scribe.T("Figures.Superseded", scribe.WithUnit(indicator, newest.Value), Scribe.Instant(newest.ReceivedAt)),
            NoticeLink = newest.Id == observation.Id ? null : new(scribe.T("Figures.SupersededLink"), scribe.Links.Observation(newest.Id)),
            Head = Head(scribe, file),
            Steps = [Facts(scribe, observation), UsedBy(scribe, observation), .. ObservationSteps.Of(scribe, file)],
        };
    }

    private static ObservationView NotKnownThen(Scribe scribe, Observation observation)
    {
        var key = observation.Series;
        var now = Links.Present(scribe.Context.Culture);
        return new()
        {
            Context = scribe.Context,
            Title = scribe.T("Figures.NotKnownThen"),
            Way = scribe.WayTo(key),
            NotKnownThen = true,
            Notice = scribe.T("Figures.NotKnownThenText", Scribe.Instant(scribe.Context.Query.Moment.AsOf!.Value), Scribe.Instant(observation.ReceivedAt)),
            NoticeLink = new(scribe.T("Figures.NotKnownThenLink"), now.Observation(observation.Id)),
            Steps = [],
        };
    }

    private static FigureHead Head(Scribe scribe, ObservationFile file)
    {
        var observation = file.Observation;
        var indicator = scribe.Indicator(observation.Series);
        var revised = file.Revisions.Count > 1 ? scribe.T("Figures.Revised", observation.Revision, file.Revisions.Count) : "";
        return new(
            Wording.Sign(observation.Qualifier) + scribe.Value(indicator, observation.Value), observation.Value, Wording.UnitOf(indicator, scribe.Context.Culture), "", "unknown", "fresh", revised,
            observation.Simulated ? scribe.Context.T("Tile.Simulated") : "",
            [new(scribe.T("Figures.Words.Time"), scribe.Period(observation.Period)), new(scribe.T("Figures.Received"), Scribe.Instant(observation.ReceivedAt)), new(scribe.T("Figures.Feed"), scribe.Feed(observation.Feed))]);
    }

    private static ChainStep Facts(Scribe scribe, Observation observation)
    {
        var key = observation.Series;
        var indicator = scribe.Indicator(key);
        List<Fact> facts =
        [
            new(scribe.T("Figures.Indicator"), scribe.Name(indicator), Href: scribe.Links.Indicator(indicator.Code)),
            new(scribe.T("Figures.Place"), scribe.Area(key.Area), Href: IsCommune(scribe, key.Area) ? scribe.Links.Area(key.Area) : scribe.Links.Figure(key with { Agency = "" })),
        ];
        if (key.Agency.Length > 0) facts.Add(new(scribe.T("Figures.Agency"), scribe.Agency(key.Agency), Href: scribe.Links.Agency(key.Agency)));
        facts.Add(new(scribe.T("Figures.Value"), scribe.WithUnit(indicator, observation.Value, observation.Qualifier), observation.Value));
        facts.Add(new(scribe.T("Figures.Period"), scribe.T("Figures.PeriodText", scribe.Period(observation.Period), Scribe.Day(observation.Period.FirstDay), Scribe.Day(observation.Period.LastDay))));
        facts.Add(new(scribe.T("Figures.EffectiveEnd"), Scribe.Instant(observation.EffectiveEnd)));
        if (observation.Weight is { } weight) facts.Add(new(scribe.T("Figures.Weight"), FigureFormulas.WeightText(scribe, indicator.Weight, weight), weight));
        facts.Add(new(scribe.T("Figures.Qualifier"), scribe.T("Figures.Qualifier." + observation.Qualifier)));
        facts.Add(new(scribe.T("Figures.Method"), observation.Method.Length > 0 ? observation.Method : scribe.T("Figures.MethodSame")));
        facts.Add(new(scribe.T("Figures.Restated"), scribe.T(observation.Restated ? "Figures.RestatedYes" : "Figures.RestatedNo")));
        facts.Add(new(scribe.T("Figures.Revision"), scribe.T("Figures.RevisionNumber", observation.Revision)));
        facts.Add(new(scribe.T("Figures.ObservationId"), observation.Id.ToString(CultureInfo.InvariantCulture)));
        return new("facts", scribe.T("Figures.Step.Facts"), [new FactsBlock(facts)]);
    }

    private static bool IsCommune(Scribe scribe, string area) => scribe.Context.Pack.Areas.TryGetValue(area, out var known) && known.Level == AreaLevel.Commune;

    /// <summary>The figure of its series and, for a part, the province's roll-up: with whether they stand on it now.</summary>
    private static ChainStep UsedBy(Scribe scribe, Observation observation)
    {
        var (board, key) = (scribe.Context.Board, observation.Series);
        var facts = new List<Fact>();
        var own = board.Explain(key);
        var stands = own.Observations.Any(o => o.Id == observation.Id) || own.Figure.ObservationId == observation.Id;
        Add(own.Figure, stands);
        var province = key with { Area = scribe.Context.Pack.Province.Code, Agency = "" };
        if (province != key && (IsCommune(scribe, key.Area) || key.Agency.Length > 0))
        {
            var whole = board.Explain(province);
            if (whole.Parts.FirstOrDefault(p => p.Key == key) is { } part) Add(whole.Figure, stands && part.Exclusion == PartExclusion.None && whole.Formula is FigureFormula.WeightedMean or FigureFormula.Sum);
        }

        return new("used", scribe.T("Figures.Step.Used"), [new FactsBlock(facts)]);

        void Add(FigureState figure, bool counts) => facts.Add(new(
            scribe.Place(figure.Key),
            figure.Value is { } value ? scribe.T(counts ? "Figures.UsedNow" : "Figures.UsedNot", scribe.WithUnit(scribe.Indicator(figure.Key), value, figure.Qualifier), scribe.Period(figure.Period)) : scribe.T("Figures.UsedNothing"),
            Href: scribe.Links.Figure(figure.Key), Mark: counts ? "met" : ""));
    }

    // The periods beside it, as the same feed reported them.
    private static (Observation? Previous, Observation? Next) Neighbours(ObservationFile file)
    {
        var own = file.Observation;
        List<Observation> periods = [.. file.History.Where(o => o.Feed == own.Feed).OrderBy(o => o.Period.End).ThenByDescending(o => o.Period.Start)];
        var at = periods.FindIndex(o => o.Period == own.Period);
        return at < 0 ? (null, null) : (at > 0 ? periods[at - 1] : null, at < periods.Count - 1 ? periods[at + 1] : null);
    }

    private static PageLink? LinkTo(Scribe scribe, Observation? observation) =>
        observation is null ? null : new(scribe.Period(observation.Period), scribe.Links.Observation(observation.Id));
}
