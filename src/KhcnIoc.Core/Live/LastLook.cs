using System.Globalization;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

/// <summary>When a leader last looked, from a text that his browser keeps: <c>previous|lastActive</c>, seconds since 1970, the first empty on the first visit.</summary>
/// <param name="Since">The end of the look before this one, down to whole five minutes so that leaders share boards; <see langword="null"/> = there was none.</param>
/// <param name="Cookie">The text to keep now.</param>
/// <remarks>
/// A look lasts until <see cref="Pause"/> without activity: within it "changed since you last looked" stays the same list, however often the page is loaded. What cannot be
/// read, or lies in the future, is a first visit. At most <see cref="FurthestBack"/> back, then from the start of that day.
/// </remarks>
public sealed record LastLook(DateTimeOffset? Since, string Cookie)
{
    /// <summary>Without activity for longer than this, the next request begins a new look.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>Changes are listed from at most so long ago.</summary>
    public static readonly TimeSpan FurthestBack = TimeSpan.FromDays(90);

    private const long Rounding = 5 * 60;

    // Two servers' clocks, or one set back a little.
    private const long Skew = 5 * 60;

    /// <param name="cookie">What the browser sent; <see langword="null"/> or empty = nothing.</param>
    /// <param name="now">UTC.</param>
    public static LastLook At(string? cookie, DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds();
        if (Parse(cookie) is not var (previous, active) || active > present + Skew || previous > active) return new(null, Text(null, present));

        if (present - active > Pause.TotalSeconds) previous = active;
        return new(previous is { } since ? Bounded(since, now) : null, Text(previous, Math.Max(active, present)));
    }

    private static DateTimeOffset Bounded(long since, DateTimeOffset now)
    {
        var earliest = ProvinceCalendar.StartOf(ProvinceCalendar.DayOf(now - FurthestBack));
        var at = DateTimeOffset.FromUnixTimeSeconds(since - (since % Rounding));
        return at < earliest ? earliest : at;
    }

    private static (long? Previous, long Active)? Parse(string? cookie)
    {
        if (cookie is null || cookie.Length > 40 || cookie.Split('|') is not [var first, var second] || Seconds(second) is not { } active) return null;
        if (first.Length == 0) return (null, active);
        return Seconds(first) is { } previous ? (previous, active) : null;
    }

    private static long? Seconds(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? seconds : null;

    private static string Text(long? previous, long active) => string.Create(CultureInfo.InvariantCulture, $"{previous}|{active}");
}
