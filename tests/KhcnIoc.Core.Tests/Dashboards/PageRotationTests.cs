using KhcnIoc.Core.Dashboards;

namespace KhcnIoc.Core.Tests.Dashboards;

public sealed class PageRotationTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 21, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Advance_TimeIsUp_TurnsAndComesRound()
    {
        var rotation = new PageRotation(3, TimeSpan.FromSeconds(20), s_start);

        var pages = Enumerable.Range(1, 60).Select(second =>
        {
            rotation.Advance(s_start.AddSeconds(second));
            return rotation.Page;
        }).ToList();

        Assert.Equal(0, pages[18]);
        Assert.Equal([1, 2, 0], [pages[19], pages[39], pages[59]]);
    }

    [Fact]
    public void Advance_PageHasNews_WaitsUntilItIsQuiet()
    {
        var rotation = new PageRotation(2, TimeSpan.FromSeconds(20), s_start);
        rotation.News(s_start.AddSeconds(18));

        Assert.False(rotation.Advance(s_start.AddSeconds(20)));
        Assert.True(rotation.Advance(s_start.AddSeconds(23)));
    }

    [Fact]
    public void Advance_NewsWithoutEnd_TurnsAfterTwiceItsTime()
    {
        var rotation = new PageRotation(2, TimeSpan.FromSeconds(20), s_start);
        var turnedAt = 0;

        for (var second = 1; second <= 60 && turnedAt == 0; second++)
        {
            rotation.News(s_start.AddSeconds(second));
            if (rotation.Advance(s_start.AddSeconds(second))) turnedAt = second;
        }

        Assert.Equal(40, turnedAt);
    }

    [Fact]
    public void Advance_ClockSetBackAnHour_StillTurns()
    {
        var rotation = new PageRotation(2, TimeSpan.FromSeconds(20), s_start);

        rotation.Advance(s_start.AddHours(-1));

        Assert.True(rotation.Advance(s_start.AddHours(-1).AddSeconds(20)));
    }

    [Fact]
    public void Advance_OnePage_NeverTurns()
    {
        var rotation = new PageRotation(1, TimeSpan.FromSeconds(20), s_start);

        Assert.False(rotation.Advance(s_start.AddDays(1)));
    }
}
