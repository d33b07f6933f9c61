using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Pages.Overview;

/// <summary>Keeps in a person's browser, and only there, when that person last looked (<see cref="LastLook"/>).</summary>
internal static class LookCookie
{
    public const string Name = "look";

    /// <summary>Notes that somebody looks now. Returns what is compared with; <see langword="null"/> = a first visit.</summary>
    public static DateTimeOffset? Looked(HttpContext http, DateTimeOffset now)
    {
        var look = LastLook.At(http.Request.Cookies[Name], now);
        if (!http.Response.HasStarted)
        {
            http.Response.Cookies.Append(Name, look.Cookie, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(400), IsEssential = true });
        }

        return look.Since;
    }
}

/// <summary><c>POST /look</c>: a browser whose page goes out of sight says so; the next look begins there.</summary>
internal static class LookEndpoint
{
    public static void MapLook(this IEndpointRouteBuilder routes) => routes.MapPost("/look", (HttpContext http, TimeProvider time) =>
    {
        LookCookie.Looked(http, time.GetUtcNow());
        return TypedResults.NoContent();
    }).ExcludeFromDescription();
}
