using System.Diagnostics;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.LoadTools;

/// <summary>Writes history as it would have come in, day by day, through the real store under a clock that is moved along.</summary>
internal static class Filling
{
    private const int Slots = 48;

    public static async Task RunAsync(ProvincePack pack, string directory, int rows, int seed, DateOnly until)
    {
        var reporters = Scheme.Of(pack, until);
        var random = new Random(seed);
        var time = new MovedTime(Midday(Scheme.First));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddIocStorage(new DatabaseOptions(), Directory.CreateDirectory(directory).FullName);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStoreMigrator>().MigrateAsync(default);
        var store = provider.GetRequiredService<IObservationStore>();
        if (await store.CountAsync(default) > 0) throw new InvalidOperationException("The database has rows already; fill an empty directory.");
        foreach (var feed in reporters.Select(r => r.Feed).Distinct())
            await provider.GetRequiredService<IFeedStore>().RegisterAsync(feed, pack.Feeds[feed].NameVi, simulated: false, default);

        // What comes by calendar is small; instants fill up to the number of rows that was asked for.
        var calendar = Calendar(reporters, until, random);
        var live = reporters.Where(r => r.Every is null).ToList();
        var days = until.DayNumber - Scheme.Merger.DayNumber;
        var perDay = Math.Max(1, (rows - calendar.Values.Sum(d => d.Count)) * 0.99 / days / live.Count);
        Console.WriteLine($"{reporters.Count:N0} reporters, {reporters.Select(r => r.Series).Distinct().Count():N0} series, {calendar.Values.Sum(d => d.Count):N0} rows by calendar, "
            + $"{live.Count} live series with {perDay:N1} instants a day");

        var clock = Stopwatch.StartNew();
        long stored = 0, batches = 0;
        for (var day = Scheme.First; day <= until; day = day.AddDays(1))
        {
            var group = Reports(day, calendar.GetValueOrDefault(day) ?? [], reporters);
            if (day >= Scheme.Merger && day < until) group.AddRange(Instants(day, live, perDay, random));
            foreach (var part in group.OrderBy(b => b.ReceivedAt).Chunk(100))
            {
                time.Now = part[^1].ReceivedAt.AddSeconds(1);
                var outcomes = await store.AppendAsync(part, default);
                stored += outcomes.Sum(o => o.Stored.Count);
                batches += part.Length;
            }

            if (day.Day == 1 && stored > 0)
                Console.WriteLine($"{day:yyyy-MM-dd}  {stored,12:N0} rows  {batches,9:N0} batches  {clock.Elapsed.TotalSeconds,7:N0} s  {Size(directory) / 1e6,8:N0} MB");
        }

        var sources = 0;
        for (IReadOnlyList<StoredSource> page = [new(0, new() { Title = "" })]; page.Count > 0; page = await store.SourcesAsync(page[^1].Id, 1000, default)) sources = Math.Max(sources, page[^1].Id);
        Console.WriteLine($"{stored:N0} rows, {batches:N0} batches, {sources:N0} documents in {clock.Elapsed.TotalSeconds:N0} s ({stored / clock.Elapsed.TotalSeconds:N0} rows/s), {Size(directory) / 1e6:N0} MB");
    }

    private static Dictionary<DateOnly, List<(int Reporter, Period Period, int Revision)>> Calendar(List<Reporter> reporters, DateOnly until, Random random)
    {
        var calendar = new Dictionary<DateOnly, List<(int Reporter, Period Period, int Revision)>>();
        for (var n = 0; n < reporters.Count; n++)
        {
            var reporter = reporters[n];
            if (reporter.Every is not { } every) continue;
            foreach (var period in Scheme.Periods(every, reporter.From, reporter.To))
            {
                var day = period.LastDay.AddDays(1 + (every == Cadence.Daily ? 0 : random.Next(3, 25)));
                for (var revision = 1; day <= until; revision++)
                {
                    if (!calendar.TryGetValue(day, out var events)) calendar[day] = events = [];
                    events.Add((n, period, revision));
                    if (random.Next(100) > 0) break;
                    day = day.AddDays(random.Next(1, 40));
                }
            }
        }

        return calendar;
    }

    // One batch a sender and day: a file of a commune or an agency, a nightly extract of a system.
    private static List<CheckedBatch> Reports(DateOnly day, List<(int Reporter, Period Period, int Revision)> events, List<Reporter> reporters) =>
    [
        .. events.GroupBy(e => (reporters[e.Reporter].Feed, reporters[e.Reporter].Document)).SelectMany((group, n) => group.Chunk(2000).Select(rows => new CheckedBatch
        {
            Feed = group.Key.Feed,
            ReceivedAt = Midday(day).AddMinutes(n % 300),
            Channel = group.Key.Document.Length > 0 ? "http-csv" : "http-json",
            Name = group.Key.Document.Length > 0 ? $"bao-cao-{group.Key.Document}-{day:yyyy-MM-dd}.csv" : "",
            Readings = [.. rows.Select((e, i) => Reading(reporters[e.Reporter], e.Period, e.Revision, i, i + (group.Key.Document.Length > 0 ? 2 : 1)))],
            Rejections = [],
        })),
    ];

    private static IEnumerable<CheckedBatch> Instants(DateOnly day, List<Reporter> live, double perDay, Random random)
    {
        var start = ProvinceCalendar.StartOf(day);
        for (var slot = 0; slot < Slots; slot++)
        {
            var at = start.AddMinutes((slot + 1) * 1440.0 / Slots);
            var readings = new List<CheckedReading>();
            foreach (var (reporter, n) in live.Select((r, n) => (r, n)))
            {
                var many = (int)(perDay / Slots) + (random.NextDouble() < perDay / Slots % 1 ? 1 : 0);
                for (var i = 0; i < many; i++)
                {
                    var instant = at.AddSeconds(-(n % 97) - (i * 1700.0 / many));
                    var period = Period.OfInstant(DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds()));
                    readings.Add(Reading(reporter, period, 1, readings.Count, 0) with { SenderId = $"{day:yyMMdd}{slot:00}-{n}-{i}" });
                    if (random.Next(100) == 0) readings.Add(Reading(reporter, period, 2, readings.Count, 0) with { SenderId = $"{day:yyMMdd}{slot:00}-{n}-{i}r" });
                }
            }

            // A message of each of eight sites.
            foreach (var part in readings.Chunk(Math.Max(1, (readings.Count + 7) / 8)))
            {
                yield return new CheckedBatch
                {
                    Feed = "lgsp",
                    ReceivedAt = at.AddSeconds(random.Next(1, 60)),
                    Channel = "http-json",
                    Readings = [.. part.Select((r, i) => r with { Index = i, Row = i + 1 })],
                    Rejections = [],
                };
            }
        }
    }

    private static CheckedReading Reading(Reporter reporter, Period period, int revision, int index, int row)
    {
        var indicator = reporter.Indicator;
        var place = Stable(reporter.Series.Area + reporter.Series.Agency + indicator.Code);
        var (low, high) = ((double)(indicator.Min ?? 0), (double)(indicator.Max ?? 1000));
        var years = (period.End - Midday(Scheme.First)).TotalDays / 365;
        var share = 0.15 + (place % 400 / 1000.0) + (0.05 * years) + (0.01 * Math.Sin(period.End.ToUnixTimeSeconds() / 40_000.0 + place)) + (0.002 * revision);
        var value = (decimal)(low + ((high - low) * Math.Clamp(share, 0, 1)));
        return new CheckedReading
        {
            Index = index,
            Row = row,
            Series = reporter.Series,
            Period = period,
            Value = decimal.Round(value, indicator.IsCount ? 0 : 2),
            Weight = indicator.Aggregation == Aggregation.WeightedMean && indicator.Weight != "population" ? 100 + (place % 900) : null,
            Restated = reporter.Restated,
            Source = reporter.Document.Length == 0 ? null : Document(reporter, period),
        };
    }

    // A report of each sender and quarter, of the province's agencies each month: about five thousand in all.
    private static Provenance Document(Reporter reporter, Period period)
    {
        var day = period.LastDay;
        var quarter = ((day.Month - 1) / 3) + 1;
        var when = reporter.Feed == "agency-reports" ? $"tháng {day.Month:00}/{day.Year}" : $"quý {quarter}/{day.Year}";
        return new Provenance
        {
            Title = $"Báo cáo kết quả thực hiện kế hoạch {when}",
            Publisher = reporter.Document,
            Document = $"{(Stable(reporter.Document + when) % 900) + 100}/BC-{reporter.Document}",
            Published = $"{day:yyyy-MM}",
            Quote = $"Số liệu {when} của {reporter.Document}",
        };
    }

    private static uint Stable(string text)
    {
        var hash = 2166136261u;
        foreach (var letter in text) hash = (hash ^ letter) * 16777619u;
        return hash;
    }

    private static DateTimeOffset Midday(DateOnly day) => ProvinceCalendar.StartOf(day).AddHours(9);

    private static long Size(string directory) => Directory.EnumerateFiles(directory, "khcnioc.db*").Sum(f => new FileInfo(f).Length);

    private sealed class MovedTime(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
