using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Core.Tests.Live;

public class LastLookTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 15, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1|2|3")]
    [InlineData("-5|7")]
    [InlineData("99999999999999999999|1")]
    [InlineData("1784077200|1784077100")] // previous after active
    [InlineData("|1884077200")] // in the future
    public void At_NothingReadable_IsAFirstVisit(string? cookie) =>
        Assert.Equal(new LastLook(null, $"|{s_now.ToUnixTimeSeconds()}"), LastLook.At(cookie, s_now));

    [Fact]
    public void At_WithinALook_KeepsTheSameSince()
    {
        var first = LastLook.At(null, s_now);
        var next = LastLook.At(first.Cookie, s_now.AddHours(20));
        var later = LastLook.At(next.Cookie, s_now.AddHours(20).AddMinutes(30));

        Assert.Equal((s_now, s_now), (next.Since, later.Since));
        Assert.Equal($"{s_now.ToUnixTimeSeconds()}|{s_now.AddHours(20).AddMinutes(30).ToUnixTimeSeconds()}", later.Cookie);
    }

    [Fact]
    public void At_AfterAPause_BeginsANewLookAtTheEndOfTheOneBefore()
    {
        var look = LastLook.At(LastLook.At(null, s_now).Cookie, s_now.AddMinutes(22));

        Assert.Null(look.Since);
        Assert.Equal(s_now.AddMinutes(20), LastLook.At(look.Cookie, s_now.AddMinutes(53)).Since);
    }

    [Fact]
    public void At_LongAgo_GoesBackNinetyDays()
    {
        var look = LastLook.At($"|{s_now.AddDays(-400).ToUnixTimeSeconds()}", s_now);

        Assert.Equal(new DateTimeOffset(2026, 4, 15, 17, 0, 0, TimeSpan.Zero), look.Since);
    }

    [Fact]
    public void At_AnyText_GivesACookieItCanReadAndNoFutureSince() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var look = LastLook.At(text, s_now);
        return look.Since is null && LastLook.At(look.Cookie, s_now.AddHours(1)).Since == s_now;
    }));
}
