using KhcnIoc.Web.Pages.Overview;

namespace KhcnIoc.Web.Tests.Overview;

public sealed class LookCookieTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 3, 2, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x.y")]
    [InlineData("0.0")]
    [InlineData("-5.99999999999999999999")]
    public void Looked_FirstOrUnreadable_HasNothingToCompareWith(string? text)
    {
        var looked = LookCookie.Parse(text).Looked(s_now);

        Assert.Null(looked.ComparedWith);
        Assert.Equal(s_now, looked.Last);
    }

    [Fact]
    public void Looked_AfterAPause_ComparesWithTheEndOfTheLastLook()
    {
        var ended = s_now.AddHours(-20);

        var looked = new LookCookie(s_now.AddDays(-3), ended).Looked(s_now);

        Assert.Equal(ended, looked.Since);
    }

    [Fact]
    public void Looked_WithinALook_KeepsTheComparison()
    {
        var since = s_now.AddDays(-3);

        var looked = new LookCookie(since, s_now.AddMinutes(-29)).Looked(s_now);

        Assert.Equal((since, s_now), (looked.Since, looked.Last));
    }

    [Fact]
    public void Looked_LongAway_LooksBackAMonthAtMost() =>
        Assert.Equal(s_now - LookCookie.Longest, new LookCookie(null, s_now.AddDays(-300)).Looked(s_now).Since);

    [Fact]
    public void Looked_ClockSetBack_IsAFirstLook() =>
        Assert.Null(new LookCookie(s_now.AddHours(1), s_now.AddHours(2)).Looked(s_now).Since);

    [Fact]
    public void Parse_WhatWasWritten_IsTheSame()
    {
        var cookie = new LookCookie(s_now.AddDays(-1), s_now);

        Assert.Equal(cookie, LookCookie.Parse(cookie.ToString()));
    }

    [Fact]
    public void ComparedWith_ManyWithinFiveMinutes_IsOneMoment()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero), new LookCookie(s_now, null).ComparedWith);
        Assert.Equal(new LookCookie(s_now, null).ComparedWith, new LookCookie(s_now.AddMinutes(2), null).ComparedWith);
    }
}
