using System.Diagnostics;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.LoadTools;

/// <summary>Times each read on a filled database.</summary>
internal static class Reads
{
    public static async Task RunAsync(ProvincePack pack, string directory, int seed, int times)
    {
        var services = new ServiceCollection();
        services.AddIocStorage(new DatabaseOptions(), directory);
        await using var provider = services.BuildServiceProvider();
        var store = provider.GetRequiredService<IObservationStore>();
        var random = new Random(seed);
        var first = await store.FirstCommitAtAsync(default) ?? throw new InvalidOperationException("The database is empty.");
        var commit = await store.NewestCommitAsync(default);
        var newest = (await store.FindBatchAsync(commit, default))!.VisibleAt;
        var count = await store.CountAsync(default);
        Console.WriteLine($"{count:N0} rows, {commit:N0} commits from {first:yyyy-MM-dd} to {newest:yyyy-MM-dd}");

        var flows = pack.Catalogue.Where(i => i.Kind == IndicatorKind.Flow).Select(i => i.Code).ToHashSet();
        BoardHistoryQuery Board(DateTimeOffset at, int perPart) => new()
        {
            FlowsSince = ProvinceCalendar.StartOf(new DateOnly(ProvinceCalendar.DayOf(at).Year - 1, 1, 1)),
            FlowIndicators = flows,
            NewestPerPart = perPart,
            Communes = pack.Communes.Select(c => c.Code).ToHashSet(),
        };
        var rows = 0;
        async Task<object?> BoardAsync(DateTimeOffset at, int perPart, bool past) => rows =
            (await store.LoadBoardHistoryAsync(Board(at, perPart) with { AsOfCommit = past ? await store.CommitAtAsync(at, default) : null }, default)).Observations.Count;
        await TimeAsync("board, start (40 each)", 3, _ => BoardAsync(newest, 40, false), () => rows);
        await TimeAsync("board, now (2 a part)", 3, _ => BoardAsync(newest, 2, false), () => rows);
        foreach (var days in new[] { 1, 7, 30, 100, 200, 365, 480, 600, 1200 })
            await TimeAsync($"board, {days} days ago (2 a part)", 5, _ => BoardAsync(newest.AddDays(-days), 2, true), () => rows);
        await TimeAsync("board up to 2026-Q1 (2 a part)", 3, async _ => rows =
            (await store.LoadBoardHistoryAsync(Board(newest, 2) with { PeriodsUpTo = Period.Parse("2026-Q1").End }, default)).Observations.Count, () => rows);

        var live = pack.Catalogue.Where(i => i.Cadence == Cadence.Realtime).Select(i => i.Code).ToList();
        var monthly = pack.Catalogue.Where(i => i.Cadence is Cadence.Monthly or Cadence.Quarterly).Select(i => i.Code).ToList();
        string Commune() => pack.Communes[random.Next(pack.Communes.Count)].Code;
        string Any(List<string> codes) => codes[random.Next(codes.Count)];
        async Task<object?> SeriesAsync(string indicator, string area, long? asOf) =>
            rows = (await store.LoadSeriesAsync(new(new(indicator, area)) { AsOfCommit = asOf }, default)).Observations.Count;
        long Past() => (long)(commit * (0.05 + (0.9 * random.NextDouble())));
        await TimeAsync("series, realtime", times, _ => SeriesAsync(Any(live), Commune(), null), () => rows);
        await TimeAsync("series, realtime, as of", times, _ => SeriesAsync(Any(live), Commune(), Past()), () => rows);
        await TimeAsync("series, monthly", times, _ => SeriesAsync(Any(monthly), Commune(), null), () => rows);
        await TimeAsync("series, monthly, as of", times, _ => SeriesAsync(Any(monthly), Commune(), Past()), () => rows);

        var sources = 0;
        for (IReadOnlyList<StoredSource> page = [new(0, new() { Title = "" })]; page.Count > 0; page = await store.SourcesAsync(page[^1].Id, 1000, default)) sources = Math.Max(sources, page[^1].Id);
        async Task<object?> PageAsync(ObservationQuery query) => rows = (await store.QueryAsync(query with { NewestFirst = true, Take = 50 }, default)).Items.Count;
        await TimeAsync("newest of indicator and area", times, _ => PageAsync(new() { Indicator = Any(live), Area = Commune() }), () => rows);
        await TimeAsync("newest of indicator", times, _ => PageAsync(new() { Indicator = Any(monthly) }), () => rows);
        await TimeAsync("newest of area", times, _ => PageAsync(new() { Area = Commune() }), () => rows);
        await TimeAsync("newest of area, as of", times, _ => PageAsync(new() { Area = Commune(), AsOfCommit = Past() }), () => rows);
        await TimeAsync("newest of document", times, _ => PageAsync(new() { Source = random.Next(1, sources + 1) }), () => rows);
        await TimeAsync("newest of document and indicator", times, _ => PageAsync(new() { Source = random.Next(1, sources + 1), Indicator = Any(monthly) }), () => rows);
        await TimeAsync("one observation", times, async _ => await store.FindAsync(1 + random.NextInt64(count), default), () => 1);
        await TimeAsync("one batch", times, async _ => await store.FindBatchAsync(1 + random.NextInt64(commit), default), () => 1);
        await TimeAsync("one document", times, async _ => await store.FindSourceAsync(random.Next(1, sources + 1), default), () => 1);
        await TimeAsync("documents, 200 a page", times, async _ => rows = (await store.SourcesAsync(random.Next(sources), 200, default)).Count, () => rows);
        await TimeAsync("commit of an instant", times, async _ => await store.CommitAtAsync(first + ((newest - first) * random.NextDouble()), default), () => 1);
        await TimeAsync("tallies of 30 days", Math.Min(times, 20), async _ => rows = (await store.FeedTalliesAsync(newest.AddDays(-30), default)).Count, () => rows);
        await TimeAsync("tallies of a year", Math.Min(times, 20), async _ => rows = (await store.FeedTalliesAsync(newest.AddDays(-365), default)).Count, () => rows);
    }

    private static async Task TimeAsync(string what, int times, Func<int, Task<object?>> call, Func<int> rows)
    {
        var took = new double[times];
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        for (var n = 0; n < times; n++)
        {
            var start = Stopwatch.GetTimestamp();
            await call(n);
            took[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        process.Refresh();
        var busy = (process.TotalProcessorTime - processor).TotalMilliseconds / times;
        var cold = took[0];
        Array.Sort(took);
        Console.WriteLine($"{what,-34} first {cold,8:N2}  p50 {took[times / 2],8:N2}  p95 {took[Math.Min(times - 1, (int)(times * 0.95))],8:N2}  p99 {took[Math.Min(times - 1, (int)(times * 0.99))],8:N2} ms  processor {busy,8:N2} ms   {rows(),8:N0} rows");
    }
}
