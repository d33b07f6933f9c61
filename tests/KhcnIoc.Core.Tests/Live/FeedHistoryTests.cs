using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;

namespace KhcnIoc.Core.Tests.Live;

public sealed class FeedHistoryTests
{
    private readonly SampleObservations _make = new();

    [Fact]
    public void Add_AboveTheCapacity_KeepsTheNewestWhateverTheOrder()
    {
        var days = Days(new(2026, 1, 1), 100);
        var shuffled = days.ToArray();
        new Random(7).Shuffle(shuffled);

        Assert.Equal(days.TakeLast(FeedHistory.Capacity).Select(o => o.Value), Kept(days, flow: false));
        Assert.Equal(days.TakeLast(FeedHistory.Capacity).Select(o => o.Value), Kept(shuffled, flow: false));
    }

    [Fact]
    public void Add_OfAFlow_KeepsThisAndLastYearWhole()
    {
        var days = Days(new(2024, 6, 1), 700);
        var shuffled = days.ToArray();
        new Random(7).Shuffle(shuffled);
        var expected = days.Where(o => o.Period.Start >= Core.Indicators.ProvinceCalendar.StartOf(new(2025, 1, 1))).Select(o => o.Value).ToList();

        Assert.Equal(486, expected.Count);
        Assert.Equal(expected, Kept(days, flow: true));
        Assert.Equal(expected, Kept(shuffled, flow: true));
    }

    [Fact]
    public void Add_OfEndlessRangesOfAFlow_StaysBounded()
    {
        var history = new FeedHistory("feed", 100, false);
        var first = new DateOnly(2026, 1, 1);
        for (var from = 0; from < 70; from++)
        {
            for (var to = from; to < from + 40; to++)
                history.Add(_make.Make("x", "82", $"{first.AddDays(from):yyyy-MM-dd}/{first.AddDays(to):yyyy-MM-dd}", 1), flow: true);
        }

        Assert.Equal(FeedHistory.FlowCapacity, history.Entries.Count);
    }

    [Fact]
    public void Add_AnEarlierRevision_IsRefused()
    {
        var history = new FeedHistory("feed", 100, false);

        Assert.True(history.Add(_make.Make("x", "82", "2026-01", 2, revision: 2), flow: false));
        Assert.False(history.Add(_make.Make("x", "82", "2026-01", 1, revision: 1), flow: false));
        Assert.Equal(2, Assert.Single(history.Entries).Observation.Value);
    }

    private List<Observation> Days(DateOnly first, int count) =>
        [.. Enumerable.Range(0, count).Select(i => _make.Make("x", "82", first.AddDays(i).ToString("yyyy-MM-dd", null), i))];

    private static List<decimal> Kept(IEnumerable<Observation> observations, bool flow)
    {
        var history = new FeedHistory("feed", 100, false);
        foreach (var observation in observations) history.Add(observation, flow);
        return [.. history.Entries.Select(e => e.Observation.Value)];
    }
}
