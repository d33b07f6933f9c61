using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

/// <summary>What must hold for any observations in any order. Histories here come from a seed, so that a failure names the seed that repeats it.</summary>
public sealed class FigureEvaluatorProperties
{
    private static readonly Config s_quick = Config.QuickThrowOnFailure.WithMaxTest(150);

    [Fact]
    public void Evaluate_InAnyOrderOfArrival_IsTheSame() => ForAnySeed(seed =>
    {
        var observations = Observations(seed);
        var shuffled = observations.ToArray();
        new Random(seed + 1).Shuffle(shuffled);

        // A baseline is the first figure known when the second arrives, so order matters to it by its nature: here the pack gives them all.
        return Describe(OneByOne(observations)) == Describe(OneByOne(shuffled));
    });

    [Fact]
    public void Evaluate_LoadedAtOnce_IsAsAppliedOneByOne() => ForAnySeed(seed =>
    {
        var observations = Observations(seed);
        var loaded = new FigureEvaluator(PackWithBaselines());
        loaded.Load(new() { Commit = 1, Observations = observations, Baselines = new Dictionary<SeriesKey, Baseline>() });

        return Describe(loaded) == Describe(OneByOne(observations));
    });

    [Fact]
    public void Apply_TheSameAgain_ChangesNothing() => ForAnySeed(seed =>
    {
        var observations = Observations(seed);
        var evaluator = OneByOne(observations);
        var before = Describe(evaluator);

        return evaluator.Apply(observations).Count == 0 && Describe(evaluator) == before;
    });

    [Fact]
    public void Apply_NamesEveryKeyWhoseFigureChanges() => ForAnySeed(seed =>
    {
        var evaluator = new FigureEvaluator(PackWithBaselines());
        foreach (var observation in Observations(seed).Take(40))
        {
            var before = evaluator.Keys.ToDictionary(k => k, k => EvaluatorFixture.Describe(evaluator.Evaluate(k, EvaluatorFixture.Now)));
            var changed = evaluator.Apply([observation]);
            if (evaluator.Keys.Any(k => !changed.Contains(k) && (!before.TryGetValue(k, out var was) || was != EvaluatorFixture.Describe(evaluator.Evaluate(k, EvaluatorFixture.Now)))))
                return false;
        }

        return true;
    });

    [Fact]
    public void Evaluate_LookedAtBetweenChanges_IsAsNeverLookedAt() => ForAnySeed(seed =>
    {
        var observations = Observations(seed);
        var watched = new FigureEvaluator(PackWithBaselines());
        foreach (var observation in observations)
        {
            watched.Apply([observation]);
            foreach (var key in watched.Keys)
            {
                // Half of the runs cross a turn of the year and back: what is kept for a year must not serve another.
                if (seed % 2 == 0) watched.Evaluate(key, EvaluatorFixture.Now.AddYears(1));
                watched.Evaluate(key, EvaluatorFixture.Now);
            }
        }

        return Describe(watched) == Describe(OneByOne(observations));
    });

    [Fact]
    public void RollUp_OfAMean_LiesBetweenItsParts() => ForAnySeed(seed =>
    {
        var evaluator = OneByOne(Observations(seed).Where(o => o.Series.Area != Province || o.Series.Indicator != Coverage).ToList());
        var parts = Enumerable.Range(1, 4).Select(i => evaluator.Evaluate(EvaluatorFixture.CommuneKey(Coverage, i), EvaluatorFixture.Now))
            .Where(s => s.Value is not null && s.Method.Length == 0).Select(s => s.Value!.Value).ToList();
        var mean = evaluator.Evaluate(EvaluatorFixture.ProvinceKey(Coverage), EvaluatorFixture.Now).Value;

        return mean is null ? parts.Count == 0 : mean >= parts.Min() && mean <= parts.Max();
    });

    [Fact]
    public void Simulated_OnceARealFigureOfIndicatorAndAreaExists_IsNeverVisible() => ForAnySeed(seed =>
    {
        var observations = Observations(seed);
        var evaluator = OneByOne(observations);
        var real = observations.Where(o => !o.Simulated).Select(o => (o.Series.Indicator, o.Series.Area)).ToHashSet();

        return evaluator.Keys.Where(k => real.Contains((k.Indicator, k.Area))).Select(k => evaluator.Evaluate(k, EvaluatorFixture.Now))
            .All(s => !s.Simulated && s.Alternative?.Simulated != true);
    });

    [Fact]
    public void Shares_StayBetweenZeroAndOne_AndHistoriesAreBoundedAndOrdered() => ForAnySeed(seed =>
    {
        var evaluator = OneByOne(Observations(seed));
        return evaluator.Keys.Select(k => evaluator.Evaluate(k, EvaluatorFixture.Now)).SelectMany(s => s.Alternative is null ? [s] : new[] { s, s.Alternative })
            .All(s => s.ShareReported is null or (>= 0 and <= 1) && s.History.Count <= 40 && s.History.Zip(s.History.Skip(1)).All(p => p.First.At < p.Second.At)
                && (s.Value is null || s.History.Count == 0 || s.Simulated || s.History[^1].Value == s.Value));
    });

    [Fact]
    public void Explain_OfEveryKey_IsTheShownFigure_AndItsPartsGiveItAgain() => ForAnySeed(seed =>
    {
        var evaluator = OneByOne(Observations(seed));
        return evaluator.Keys.All(key =>
        {
            var figure = evaluator.Evaluate(key, EvaluatorFixture.Now);
            var explanation = evaluator.Explain(key, EvaluatorFixture.Now);
            var counted = explanation.Parts.Where(p => p.Exclusion == PartExclusion.None).ToList();
            var rolledUp = figure.ShareReported is not null ? figure : figure.Alternative?.ShareReported is not null ? figure.Alternative : null;
            var reported = figure.ShareReported is null ? figure : figure.Alternative;

            return EvaluatorFixture.Describe(explanation.Figure) == EvaluatorFixture.Describe(figure)
                && (explanation.Formula == FigureFormula.None) == (figure.Value is null)
                && (explanation.Formula is FigureFormula.WeightedMean or FigureFormula.Sum) == (figure.ShareReported is not null)
                && explanation.Parts.All(p => EvaluatorFixture.Describe(p.Figure) == EvaluatorFixture.Describe(evaluator.Evaluate(p.Key, EvaluatorFixture.Now)))
                && explanation.Parts.All(p => p.Exclusion == PartExclusion.None || p.Share == 0)
                && (rolledUp is null) == (counted.Count == 0)
                && (rolledUp is null || (Math.Abs(1 - counted.Sum(p => p.Share)) < 1e-20m && Math.Abs(Again(explanation, counted) - rolledUp.Value!.Value) <= 0.0001m))
                && (reported?.Value is null || explanation.Observations.Sum(o => o.Value) == reported.Value);
        });

        static decimal Again(FigureExplanation explanation, List<FigurePart> counted) => explanation.CountedWeight is { } weight
            ? Math.Round(counted.Sum(p => p.Figure.Value!.Value * p.Weight!.Value) / weight, 4, MidpointRounding.AwayFromZero)
            : counted.Sum(p => p.Figure.Value!.Value);
    });

    private static void ForAnySeed(Func<int, bool> holds) =>
        Check.One(s_quick, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(seed)));

    private static string Describe(FigureEvaluator evaluator) => EvaluatorFixture.Describe(evaluator);

    private static FigureEvaluator OneByOne(IReadOnlyList<Observation> observations)
    {
        var evaluator = new FigureEvaluator(PackWithBaselines());
        foreach (var observation in observations) evaluator.Apply([observation]);
        return evaluator;
    }

    private static Core.Packs.ProvincePack PackWithBaselines()
    {
        var pack = Create();
        return pack with { Baselines = pack.Indicators.Keys.ToDictionary(k => k, _ => CoverageBaseline) };
    }

    // Few series and periods, many feeds, revisions, methods and simulated ones: the interesting cases are collisions.
    private static List<Observation> Observations(int seed)
    {
        var random = new Random(seed);
        var make = new SampleObservations();
        var revisions = new Dictionary<(string, SeriesKey, Period), int>();
        string[] indicators = [Coverage, Households, Enterprises, Applications, Organisations];
        string[] areas = [Province, Province, Commune(1), Commune(2), Commune(3), Commune(4), "old-a", "vn"];
        var simulatedShare = random.NextDouble();
        var otherShare = random.NextDouble() * 0.2;
        var list = new List<Observation>();
        for (var i = random.Next(5, 120); i > 0; i--)
        {
            var indicator = indicators[random.Next(indicators.Length)];
            var area = areas[random.Next(areas.Length)];
            var agency = area == Province && random.Next(3) == 0 ? random.Next(2) == 0 ? "a" : "b" : "";
            var simulated = random.NextDouble() < simulatedShare;
            var year = random.Next(2025, 2027);
            var period = random.Next(5) switch
            {
                0 => $"{year}",
                1 => $"{year}-Q{random.Next(1, 3)}",
                2 => $"{year}-0{random.Next(1, 7)}/{year}-0{7}",
                3 when indicator == Coverage => $"2026-07-0{random.Next(1, 9)}",
                _ => $"{year}-0{random.Next(1, 7)}",
            };
            var received = Period.Parse(period).End.AddDays(2);
            if (received > EvaluatorFixture.Now) received = EvaluatorFixture.Now.AddHours(-5);
            var observation = make.Make(
                indicator, area, period, Math.Round((decimal)random.NextDouble() * 100, random.Next(5)), feed: random.Next(3) == 0 ? OfficialFeed : "feed",
                simulated: simulated, agency: agency, weight: random.Next(4) == 0 ? null : random.Next(1, 500), method: random.NextDouble() < otherShare ? "khác" : "", received: received);
            var key = (observation.Feed, observation.Series, observation.Period);
            revisions[key] = revisions.GetValueOrDefault(key) + 1;
            list.Add(observation with { Revision = revisions[key] });
        }

        return list;
    }
}
