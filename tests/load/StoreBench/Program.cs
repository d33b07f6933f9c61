using System.Diagnostics;
using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Storage;
using KhcnIoc.Storage.Observations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

// StoreBench DIRECTORY [ROWS] [BATCH]: measures the store on SQLite in DIRECTORY (kept; a second run adds to it).
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0)
{
    Console.Error.WriteLine("StoreBench DIRECTORY [ROWS=1000000] [BATCH=500]");
    return 2;
}

var directory = Directory.CreateDirectory(args[0]).FullName;
var total = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
var size = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 500;
Fsync(directory);

var services = new ServiceCollection();
services.AddIocStorage(new DatabaseOptions(), directory);
await using var provider = services.BuildServiceProvider();
await provider.GetRequiredService<IStoreMigrator>().MigrateAsync(default);
var feeds = provider.GetRequiredService<IFeedStore>();
var store = provider.GetRequiredService<IObservationStore>();
await feeds.RegisterAsync("bench", "Bench", simulated: false, default);
var before = await store.CountAsync(default);
var source = new Provenance { Title = "Báo cáo", Document = "1/BC" };
var clock = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);

// 40 indicators x 130 areas; each round gives every series one minute's figure.
var series = (from i in Enumerable.Range(0, 40) from a in Enumerable.Range(0, 130) select new SeriesKey($"indicator-{i}", $"{80000 + a}")).ToArray();
CheckedReading Reading(long n, int index) => new()
{
    Index = index,
    SenderId = $"bench-{n:0000000000}",
    Series = series[n % series.Length],
    Period = Period.OfInstant(clock.AddMinutes(n / series.Length)),
    Value = n % 10007 / 100m,
    Source = source,
};

CheckedBatch Batch(long from, int count) => new()
{
    Feed = "bench",
    ReceivedAt = clock.AddMinutes((from / series.Length) + 1),
    Readings = [.. Enumerable.Range(0, count).Select(i => Reading(from + i, i))],
    Rejections = [],
};

long stored = 0;
var append = new Stopwatch();
for (var at = 0; at < total; at += size)
{
    var batch = Batch(before + at, Math.Min(size, total - at));
    append.Start();
    stored += (await store.AppendAsync([batch], default))[0].Stored.Count;
    append.Stop();
}

if (total > 0) Console.WriteLine($"append        {stored:N0} new rows in batches of {size}: {stored / append.Elapsed.TotalSeconds:N0} rows/s");

var resent = 0;
append.Restart();
for (var at = 0; at < Math.Min(total, 100_000); at += size) resent += (await store.AppendAsync([Batch(before + at, size)], default))[0].Duplicates;
if (total > 0) Console.WriteLine($"resend        {resent:N0} duplicates: {resent / append.Elapsed.TotalSeconds:N0} rows/s");

before += total;
await TimeAsync("single row", 500, async n => await store.AppendAsync([Batch(before + n, 1)], default));
before += 500;
await TimeAsync("page of series", 50, async n => await store.QueryAsync(new() { Indicator = $"indicator-{n % 40}", Area = "80001", Take = 200 }, default));
await TimeAsync("page of indicator", 50, async n => await store.QueryAsync(new() { Indicator = $"indicator-{n % 40}", Take = 200 }, default));
await TimeAsync("late page of area", 50, async n => await store.QueryAsync(new() { Area = "80001", After = before * 9 / 10, Take = 200 }, default));
await TimeAsync("recent days", 50, async n => await store.QueryAsync(
    new() { Indicator = "indicator-3", Area = $"{80000 + n}", From = clock.AddMinutes((before / series.Length) - 60), Take = 200 }, default));
await TimeAsync("one with revisions", 50, async n => await store.FindAsync(before - n, default));
await TimeAsync("commit at", 50, async n => await store.CommitAtAsync(clock.AddMinutes(n), default));
await TimeAsync("board, 60 each", 3, async _ => await store.LoadBoardHistoryAsync(new() { NewestPerSeries = 60, NewestPerPart = 60, FlowsSince = clock, FlowIndicators = new HashSet<string>() }, default));
await EfAsync(Path.Combine(directory, "ef"));
Console.WriteLine($"count         {await store.CountAsync(default):N0}");
return 0;

static async Task TimeAsync(string what, int times, Func<int, Task> action)
{
    var took = new double[times];
    for (var n = 0; n < times; n++)
    {
        var start = Stopwatch.GetTimestamp();
        await action(n);
        took[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    Array.Sort(took);
    Console.WriteLine($"{what,-20} p50 {took[times / 2]:0.00} ms, p95 {took[Math.Min(times - 1, times * 95 / 100)]:0.00} ms, max {took[^1]:0.00} ms");
}

// What decision 0002 is compared with: the same rows and indexes through EF Core, without any check for duplicates.
static async Task EfAsync(string directory)
{
    if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    var services = new ServiceCollection();
    services.AddIocStorage(new DatabaseOptions(), directory);
    await using var provider = services.BuildServiceProvider();
    await provider.GetRequiredService<IStoreMigrator>().MigrateAsync(default);
    await provider.GetRequiredService<IFeedStore>().RegisterAsync("bench", "Bench", simulated: false, default);
    var contexts = provider.GetRequiredService<IDbContextFactory<IocDbContext>>();
    await using (var context = await contexts.CreateDbContextAsync())
    {
        context.Series.AddRange(Enumerable.Range(1, 5200).Select(n => new SeriesRow { Id = n, Indicator = $"indicator-{n}", Area = "82", Agency = "" }));
        await context.SaveChangesAsync();
    }

    const int Rows = 50_000;
    var start = Stopwatch.GetTimestamp();
    for (var at = 0; at < Rows; at += 500)
    {
        await using var context = await contexts.CreateDbContextAsync();
        context.Observations.AddRange(Enumerable.Range(at, 500).Select(n => new ObservationRow
        {
            Id = n + 1,
            SeriesId = (n % 5200) + 1,
            FeedId = 1,
            Commit = 1,
            PeriodStart = DateTimeOffset.UnixEpoch.AddMinutes(n / 5200),
            PeriodEnd = DateTimeOffset.UnixEpoch.AddMinutes(n / 5200),
            Revision = 1,
            Value = n % 10007 / 100m,
            Restated = false,
            Qualifier = ValueQualifier.Exact,
            SenderId = $"bench-{n:0000000000}",
            SourceId = 1,
            ReceivedAt = DateTimeOffset.UnixEpoch,
        }));
        await context.SaveChangesAsync();
    }

    Console.WriteLine($"EF Core       {Rows:N0} new rows in batches of 500, unchecked: {Rows / Stopwatch.GetElapsedTime(start).TotalSeconds:N0} rows/s");
}

static void Fsync(string directory)
{
    var file = Path.Combine(directory, "fsync.tmp");
    using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1))
    {
        var took = new double[200];
        var block = new byte[4096];
        for (var n = 0; n < took.Length; n++)
        {
            var start = Stopwatch.GetTimestamp();
            stream.Write(block);
            stream.Flush(flushToDisk: true);
            took[n] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(took);
        Console.WriteLine($"{"write 4 KiB + fsync",-20} p50 {took[100]:0.00} ms, p95 {took[190]:0.00} ms");
    }

    File.Delete(file);
}
