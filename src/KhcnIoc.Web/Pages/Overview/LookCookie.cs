using System.Globalization;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>When a person last looked, kept in that person's browser only: the begin of the comparison and the last sign of looking, Unix seconds as <c>since.last</c>.</summary>
/// <remarks>A pause of half an hour ends a look: the next one is compared with the moment this one ended. Within a look the comparison stays, so that going back and forth does not lose it.</remarks>
internal sealed record LookCookie(DateTimeOffset? Since, DateTimeOffset? Last)
{
    public const string Name = "look";

    /// <summary>The longest look back; who stayed away longer sees what changed in this time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(30), s_step = TimeSpan.FromMinutes(5);

    public static LookCookie Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return new(At(parts[0]), parts.Length > 1 ? At(parts[1]) : null);

        static DateTimeOffset? At(string seconds) =>
            long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(n) : null;
    }

    /// <summary>The cookie after somebody looked now.</summary>
    public LookCookie Looked(DateTimeOffset now)
    {
        // A clock that was set back makes the future of the past.
        var last = Last is { } l && l <= now ? l : (DateTimeOffset?)null;
        var since = Since is { } s && s <= now ? s : (DateTimeOffset?)null;
        if (last is { } ended && now - ended >= s_pause) since = ended;
        if (since is { } begin && now - begin > Longest) since = now - Longest;
        return new(since, now);
    }

    /// <summary>What is compared with: on a step of five minutes, so that many who look share one board of the past.</summary>
    public DateTimeOffset? ComparedWith => Since is { } since ? new DateTimeOffset(since.UtcTicks - (since.UtcTicks % s_step.Ticks), TimeSpan.Zero) : null;

    public override string ToString() => $"{(Since is { } since ? since.ToUnixTimeSeconds() : 0)}.{(Last is { } last ? last.ToUnixTimeSeconds() : 0)}";

    public static void Write(HttpContext http, DateTimeOffset now) => http.Response.Cookies.Append(Name, Parse(http.Request.Cookies[Name]).Looked(now).ToString(), new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        MaxAge = TimeSpan.FromDays(400),
        IsEssential = true,
    });
}

/// <summary><c>POST /look</c>: a browser whose page goes out of sight says so; the next look begins there.</summary>
internal static class LookEndpoint
{
    public static void MapLook(this IEndpointRouteBuilder routes) => routes.MapPost("/look", (HttpContext http, TimeProvider time) =>
    {
        LookCookie.Write(http, time.GetUtcNow());
        return TypedResults.NoContent();
    }).ExcludeFromDescription();
}
