using System.Globalization;

namespace KhcnIoc.Web.Hosting;

/// <summary>Answers for pages, reads and the hub until the store is open: 503, and for a person a page that tries again by itself.</summary>
internal static class StartingPage
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var readiness = context.RequestServices.GetRequiredService<Readiness>();
        var path = context.Request.Path;
        if (readiness.IsReady || path.StartsWithSegments("/healthz") || path.StartsWithSegments("/readyz") || path.StartsWithSegments("/assets") || HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        await AnswerAsync(context, readiness.WaitingFor);
    }

    /// <summary>The answer itself; the reason stands only in the JSON form.</summary>
    public static async Task AnswerAsync(HttpContext context, string? reason)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = 2.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            await context.Response.WriteAsJsonAsync(new { status = "waiting", reasons = new[] { reason } });
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync("""
            <!doctype html><html lang="vi"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Đang khởi động</title>
            <style>html{background:#0B1220;color:#F2F5F7;font:500 4vmin/1.4 "Be Vietnam Pro",sans-serif}body{display:grid;place-content:center;min-height:100vh;margin:0;text-align:center}p{color:#A9B6C6}</style></head>
            <body><main><h1>Đang khởi động…</h1><p>Số liệu hiện ra ngay khi kho dữ liệu mở xong.</p></main></body></html>
            """);
    }
}
