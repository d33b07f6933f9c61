using System.Net;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Web.Hosting;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Access;

/// <summary>Decides who may look: pages, reads of the API and the hub all pass here (DESIGN, "Ioc__Access").</summary>
/// <remarks>
/// <c>open</c> serves only requests that came to a loopback address from a loopback address and through no proxy: a proxy on the same machine would make the
/// whole network look local. Everyone else needs a viewing key, as <c>Authorization: Bearer KEY</c> or, for the hub, <c>?access_token=KEY</c>. A browser opens a page
/// once with <c>?access_token=KEY</c>: the key moves into a cookie that scripts cannot read, and the address loses it. The cookie opens what screens need, not the API.
/// </remarks>
internal sealed class AccessGate(RequestDelegate next, IOptions<IocOptions> options)
{
    /// <summary>The cookie that holds a browser's viewing key.</summary>
    public const string Cookie = "ioc-view";

    private const string Token = "access_token";

    // The longest that browsers keep one: a wall hangs for months. A revoked key ends it earlier.
    private static readonly TimeSpan s_cookieAge = TimeSpan.FromDays(400);
    private static readonly string[] s_proxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    public async Task InvokeAsync(HttpContext context, KeyCache keys)
    {
        if (IsPage(context.Request) && context.Request.Query[Token].ToString() is { Length: > 0 } handed)
        {
            await SignInAsync(context, keys, handed);
            return;
        }

        if (IsFree(context.Request) || (options.Value.AccessMode == AccessMode.Open && IsLocal(context)))
        {
            await next(context);
            return;
        }

        var answer = KeyOf(context.Request) is { Length: > 0 } key
            ? await keys.FindAsync(key, context.Connection.RemoteIpAddress, context.RequestAborted)
            : new(null, KeyTrouble.Unknown);
        if (answer.Owner is { Purpose: KeyPurpose.View })
        {
            await next(context);
            return;
        }

        await RefuseAsync(context, answer.Trouble);
    }

    private static async Task SignInAsync(HttpContext context, KeyCache keys, string key)
    {
        context.Response.Headers.CacheControl = "no-store";
        var answer = await keys.FindAsync(key, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (answer.Owner is not { Purpose: KeyPurpose.View })
        {
            await RefuseAsync(context, answer.Trouble);
            return;
        }

        var request = context.Request;
        context.Response.Cookies.Append(Cookie, key, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase),
            MaxAge = s_cookieAge,
            IsEssential = true,
        });
        var query = QueryString.Create(request.Query.Where(part => !string.Equals(part.Key, Token, StringComparison.OrdinalIgnoreCase)));

        // Relative, and never with two slashes in front: those would name another host.
        context.Response.Redirect("/" + (request.PathBase + request.Path).ToUriComponent().TrimStart('/') + query.ToUriComponent());
    }

    private static async Task RefuseAsync(HttpContext context, KeyTrouble trouble)
    {
        if (trouble == KeyTrouble.StoreAway)
        {
            await StartingPage.AnswerAsync(context, "store: a key cannot be looked up");
            return;
        }

        if (trouble == KeyTrouble.TooMany)
        {
            context.Response.Headers.RetryAfter = "1";
            await Results.Problem(title: "too-fast", detail: "Quá nhiều khóa sai từ địa chỉ này. / Too many wrong keys from this address.", statusCode: StatusCodes.Status429TooManyRequests)
                .ExecuteAsync(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await Results.Problem(
            title: "Cần đăng nhập",
            detail: "Trang này chỉ mở cho máy chủ cục bộ hoặc người có khóa xem: mở địa chỉ này với ?access_token=KHÓA. / Only this machine or holders of a viewing key may look: open this address with ?access_token=KEY.",
            statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    // Probes, assets without figures, and the intake, which checks its own key.
    private static bool IsFree(HttpRequest request) =>
        request.Path.StartsWithSegments("/healthz") || request.Path.StartsWithSegments("/readyz") || request.Path.StartsWithSegments("/assets")
        || (HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments("/api/v1/observations"));

    private static bool IsLocal(HttpContext context) =>
        IsLoopback(context.Connection.LocalIpAddress) && IsLoopback(context.Connection.RemoteIpAddress)
        && !Array.Exists(s_proxyHeaders, context.Request.Headers.ContainsKey)
        && IsOwnPage(context.Request);

    // A page of another site in a browser on this machine comes from a loopback address, too: by a name of its own that it points here (the host then is that
    // name), or by a web socket, which browsers let any page open (the origin then is that page's).
    private static bool IsOwnPage(HttpRequest request)
    {
        var host = request.Host.Host.Trim('[', ']');
        if (!string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && !(IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))) return false;
        return IsSameOrigin(request);
    }

    private static bool IsSameOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    // No address at all is a server inside a test process.
    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static string? KeyOf(HttpRequest request)
    {
        if (BearerKey.Of(request) is { } key) return key;
        if (request.Path.StartsWithSegments("/hubs") && request.Query[Token].ToString() is { Length: > 0 } token) return token;

        // Another port or a neighbouring name is "same site" to a browser, which then sends the cookie with its web sockets, too.
        return !IsOfPrograms(request.Path) && IsSameOrigin(request) ? request.Cookies[Cookie] : null;
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !IsOfPrograms(request.Path) && !IsFree(request)
        && !request.Path.StartsWithSegments("/hubs") && !request.Path.StartsWithSegments("/_blazor");

    // Programs bring their key in a header.
    private static bool IsOfPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/openapi");
}

/// <summary>Reads the key out of <c>Authorization: Bearer KEY</c>.</summary>
internal static class BearerKey
{
    private const string Scheme = "Bearer ";
    private const int MaxLength = 200;

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var key = header[Scheme.Length..].Trim();
        return key.Length is > 0 and <= MaxLength ? key : null;
    }
}
