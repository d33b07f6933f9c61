using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>The way from a shown figure down to what was reported: what is shown, how it is computed, who sent it, on which document it stands, what it passed.</summary>
internal sealed class FigureBuilder(IObservationStore store, ViewFactory factory) : IPageBuilder
{
    public Type View => typeof(FigureView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["figures", var indicator, var area] ? [indicator, area] : null;

    public ValueTask<IReadOnlySet<string>?> IndicatorsAsync(IReadOnlyList<string> codes, PageQuery query, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<string>?>(new HashSet<string> { codes[0] });

    public async Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var key = new SeriesKey(codes[0], codes[1], context.Query.Get("agency"));
        var pack = context.Pack;
        if (!pack.Indicators.TryGetValue(key.Indicator, out var indicator) || !pack.Areas.ContainsKey(key.Area)) return null;
        if (key.Agency.Length > 0 && !pack.Agencies.ContainsKey(key.Agency)) return null;

        var scribe = new Scribe(context, factory);
        var explanation = context.Board.Explain(key);
        var figure = explanation.Figure;

        // Beside a roll-up stand the observations of the reported figure that is not shown.
        var newest = figure.Value is null || FigureFormulas.IsRolledUp(explanation) ? null : figure.ObservationId ?? (explanation.Observations is [.., var last] ? last.Id : null);
        var file = newest is { } id ? await ObservationFile.ReadAsync(store, id, context, cancellationToken) : null;

        var steps = new List<ChainStep>();
        if (figure.Value is null)
        {
            steps.Add(MissingFigure.Step(scribe, explanation));
            if (explanation.Parts.Count > 0) steps.Add(FigureFormulas.Step(scribe, explanation));
        }
        else
        {
            steps.Add(FigureChoices.Step(scribe, explanation));
            steps.Add(FigureFormulas.Step(scribe, explanation));
            steps.AddRange(file is not null ? BelowReported(scribe, explanation, file) : PartsSteps.Of(scribe, explanation));
        }

        steps.AddRange(FigureJudgements.Steps(scribe, figure, context.Board.Get(key)));
        var (previous, next) = Siblings(scribe, key);
        return new FigureView
        {
            Context = context,
            Title = scribe.T("Figures.FigureTitle", scribe.Name(indicator), scribe.Place(key)),
            Subtitle = scribe.T("Figures.FigureSubtitle"),
            Way = scribe.WayTo(key),
            Previous = previous,
            Next = next,
            Simulated = figure is { Simulated: true, Value: not null } || explanation.Parts.Any(p => p.Figure is { Simulated: true, Value: not null }),
            Series = explanation.Parts.Select(p => p.Key).Append(key).ToHashSet(),
            Notice = NoticeOf(scribe, key),
            Head = scribe.Head(figure),
            Steps = steps,
        };
    }

    // A year's sum says of its newest piece who sent it; the other pieces stand in the table above, each with its own page.
    private static IEnumerable<ChainStep> BelowReported(Scribe scribe, FigureExplanation explanation, ObservationFile file)
    {
        var steps = ObservationSteps.Of(scribe, file);
        if (explanation.Observations.Count < 2) return steps;
        return steps.Select((step, i) => i == 0 ? step with { Parts = [new TextBlock(scribe.T("Figures.NewestPiece", scribe.Period(file.Observation.Period))), .. step.Parts] } : step);
    }

    private static string NoticeOf(Scribe scribe, SeriesKey key) => scribe.Context.Pack.Areas[key.Area] switch
    {
        { Level: AreaLevel.Predecessor } area => scribe.T("Figures.Notice.Predecessor", area.NameOn(DateOnly.MaxValue).Name),
        { Level: AreaLevel.Country or AreaLevel.Benchmark } => scribe.T("Figures.Notice.Benchmark", scribe.Area(key.Area)),
        _ => "",
    };

    /// <summary>The same indicator in the commune before and after; of the province the indicator before and after.</summary>
    private static (PageLink? Previous, PageLink? Next) Siblings(Scribe scribe, SeriesKey key)
    {
        var pack = scribe.Context.Pack;
        if (key.Agency.Length > 0) return default;
        if (key.Area == pack.Province.Code)
        {
            var order = pack.Catalogue.Where(i => i.Code == key.Indicator || pack.Targets.ContainsKey(i.Code)).ToList();
            return Around(order, order.FindIndex(i => i.Code == key.Indicator), i => new(scribe.Name(i), scribe.Links.Figure(key with { Indicator = i.Code })));
        }

        var communes = pack.Communes.ToList();
        return Around(communes, communes.FindIndex(c => c.Code == key.Area), c => new(scribe.Area(c.Code), scribe.Links.Figure(key with { Area = c.Code })));
    }

    private static (PageLink? Previous, PageLink? Next) Around<T>(IReadOnlyList<T> order, int at, Func<T, PageLink> link) =>
        at < 0 ? default : (at > 0 ? link(order[at - 1]) : null, at < order.Count - 1 ? link(order[at + 1]) : null);
}
