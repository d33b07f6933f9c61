using System.Diagnostics;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using Xunit.Abstractions;
using static KhcnIoc.TestSupport.SamplePack;

namespace KhcnIoc.Core.Tests.Live;

/// <summary>Times the evaluator when asked to: <c>IOC_BENCHMARK=1 dotnet test -c Release --filter FigureEvaluatorBenchmark -l "console;verbosity=detailed"</c>.</summary>
/// <remarks>Asserts nothing about time: a busy machine must not fail the build.</remarks>
public sealed class FigureEvaluatorBenchmark(ITestOutputHelper output)
{
    private const int Communes = 102;

    [Fact]
    public void Measure()
    {
        if (Environment.GetEnvironmentVariable("IOC_BENCHMARK") != "1") return;

        var pack = Create(Communes);
        var make = new SampleObservations();
        var evaluator = new FigureEvaluator(pack);
        string[] codes = [Coverage, Enterprises, Applications];
        var all = new List<Observation>();
        foreach (var code in codes)
        {
            for (var month = 0; month < 40; month++)
            {
                var period = new DateOnly(2023, 3, 1).AddMonths(month).ToString("yyyy-MM", null);
                for (var commune = 1; commune <= Communes; commune++) all.Add(make.Commune(code, commune, period, (month + commune) % 100));
            }
        }

        evaluator.Load(new() { Commit = 1, Observations = all, Baselines = new Dictionary<SeriesKey, Baseline>() });
        foreach (var code in codes)
        {
            var (plain, province) = (EvaluatorFixture.CommuneKey(code, 7), EvaluatorFixture.ProvinceKey(code));
            var changed = make.Commune(code, 7, "2026-06", 1);
            Time($"{code}: plain series", 20000, _ => evaluator.Evaluate(plain, EvaluatorFixture.Now));
            Time($"{code}: roll-up of {Communes} communes, nothing new", 2000, _ => evaluator.Evaluate(province, EvaluatorFixture.Now));
            Time($"{code}: the way down from the roll-up", 2000, _ => evaluator.Explain(province, EvaluatorFixture.Now));
            var known = evaluator.Keys.ToDictionary(k => k, k => evaluator.Evaluate(k, EvaluatorFixture.Now));
            Time($"{code}: the same with the parts judged", 2000, _ => evaluator.Explain(province, EvaluatorFixture.Now, k => known.GetValueOrDefault(k)));
            Time($"{code}: one commune's revision, then its roll-up", 2000, i =>
            {
                evaluator.Apply([changed with { Revision = i + 2, Commit = 100000 + i, Value = i % 50 }]);
                evaluator.Evaluate(province, EvaluatorFixture.Now);
            });
        }

        // 300,000 observations: 2,500 agencies of three communes' coverage, say, with 40 months each.
        var many = new List<Observation>();
        for (var month = 0; month < 40; month++)
        {
            var period = new DateOnly(2023, 3, 1).AddMonths(month).ToString("yyyy-MM", null);
            for (var agency = 0; agency < 2500; agency++)
            {
                for (var commune = 1; commune <= 3; commune++)
                    many.Add(make.Make(agency % 2 == 0 ? Coverage : Applications, Commune(commune), period, month, agency: "agency-" + agency));
            }
        }

        var history = new BoardHistory { Commit = 1, Observations = many, Baselines = new Dictionary<SeriesKey, Baseline>() };
        Time($"load of {many.Count} observations", 3, _ => new FigureEvaluator(pack).Load(history));
        var loaded = new FigureEvaluator(pack);
        loaded.Load(history);
        Time($"first evaluation of all {loaded.Keys.Count} keys", 1, _ =>
        {
            foreach (var key in loaded.Keys) loaded.Evaluate(key, EvaluatorFixture.Now);
        });
    }

    private void Time(string what, int times, Action<int> run)
    {
        var warmUp = times / 4;
        for (var i = 0; i < warmUp; i++) run(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < times; i++) run(warmUp + i);
        output.WriteLine($"{what}: {watch.Elapsed.TotalMicroseconds / times:N1} us, {(GC.GetAllocatedBytesForCurrentThread() - before) / times:N0} bytes");
    }
}
