using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Live;

/// <summary>An evaluator over the sample pack with "now" at 15 July 2026, when June is fresh.</summary>
internal sealed class EvaluatorFixture(ProvincePack? pack = null)
{
    public static readonly DateTimeOffset Now = new(2026, 7, 15, 1, 0, 0, TimeSpan.Zero);

    public FigureEvaluator Evaluator { get; } = new(pack ?? SamplePack.Create());
    public SampleObservations Make { get; } = new();

    public IReadOnlyCollection<SeriesKey> Apply(params Observation[] observations) => Evaluator.Apply(observations);

    public FigureState Province(string indicator) => Evaluator.Evaluate(ProvinceKey(indicator), Now);

    public FigureState Commune(string indicator, int number) => Evaluator.Evaluate(CommuneKey(indicator, number), Now);

    public static SeriesKey ProvinceKey(string indicator) => new(indicator, SamplePack.Province);

    public static SeriesKey CommuneKey(string indicator, int number) => new(indicator, SamplePack.Commune(number));

    /// <summary>All figures as text, for comparing two evaluators whole.</summary>
    public static string Describe(FigureEvaluator evaluator) =>
        string.Join('\n', evaluator.Keys.Order().Select(k => Describe(evaluator.Evaluate(k, Now))));

    public static string Describe(FigureState state) =>
        $"{state with { MissingMonths = [], History = [], Comparisons = [], Alternative = null }} missing {string.Join(',', state.MissingMonths)}"
        + $" history {string.Join(',', state.History)} comparisons {string.Join(',', state.Comparisons)}"
        + (state.Alternative is null ? "" : $" alternative {Describe(state.Alternative)}");
}
