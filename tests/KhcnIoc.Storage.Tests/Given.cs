using System.Collections;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Storage.Tests;

/// <summary>Readings and batches as the checks hand them over.</summary>
internal static class Given
{
    public static readonly SeriesKey Coverage = new("coverage-5g", "82");
    public static readonly SeriesKey Enterprises = new("digital-enterprises", "82", "so-khcn");

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    public static Provenance Source(string title) => new() { Title = title, Publisher = "Sở KH&CN", Document = "198/BC-UBND", Quote = "Tỷ lệ phủ sóng 5G đạt 13,8 %" };

    public static CheckedReading Reading(
        decimal value, string id = "", string period = "2026-06", SeriesKey? series = null, string? source = null, decimal? weight = null, string method = "",
        ValueQualifier qualifier = ValueQualifier.Exact, bool restated = false, int index = 0) => new()
        {
            Index = index,
            SenderId = id,
            Series = series ?? Coverage,
            Period = Period.Parse(period),
            Value = value,
            Weight = weight,
            Method = method,
            Qualifier = qualifier,
            Restated = restated,
            Source = source is null ? null : Source(source),
            Raw = $"{{\"value\":{value}}}",
        };

    public static CheckedBatch Batch(params CheckedReading[] readings) => BatchAt("2026-07-01T00:00:00Z", readings);

    public static CheckedBatch BatchAt(string receivedAt, params CheckedReading[] readings) => new()
    {
        Feed = StoreUnderTest.Real,
        ReceivedAt = At(receivedAt),
        Readings = [.. readings.Select((r, i) => r with { Index = i })],
        Rejections = [],
    };

    public static async Task<BatchOutcome> AppendAsync(this StoreUnderTest under, params CheckedReading[] readings) =>
        (await under.Store.AppendAsync([Batch(readings)], default))[0];

    public static async Task<IReadOnlyList<Observation>> AllAsync(this IObservationStore store, long? asOf = null)
    {
        var all = new List<Observation>();
        long? after = 0;
        while (after is { } cursor)
        {
            var page = await store.QueryAsync(new() { After = cursor, AsOfCommit = asOf, Take = 1000 }, default);
            all.AddRange(page.Items);
            after = page.Next;
        }

        return all;
    }

    /// <summary>Readings that break off, like a process that is killed while it writes.</summary>
    public sealed class Broken(IReadOnlyList<CheckedReading> readings, int at) : IReadOnlyList<CheckedReading>
    {
        public int Count => readings.Count;

        public CheckedReading this[int index] => index < at ? readings[index] : throw new InvalidOperationException("Broken off.");

        public IEnumerator<CheckedReading> GetEnumerator() => readings.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
