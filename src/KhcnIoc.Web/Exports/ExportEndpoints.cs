using KhcnIoc.Web.Exports.Paper;
using KhcnIoc.Web.Hosting;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Exports;

/// <summary>Pages to take along: <c>/export/{format}/{page}</c> with the page's own query.</summary>
/// <remarks>Outside of <c>/api</c>: a browser opens it with the cookie that it opens pages with.</remarks>
internal static partial class ExportEndpoints
{
    public const string Prefix = "/export";

    // Far above what any page takes; what is longer is given up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static readonly Dictionary<string, (string MediaType, Func<PageView, ExportHead, string, PaperFonts, CancellationToken, byte[]> Write)> s_formats = new(StringComparer.Ordinal)
    {
        ["csv"] = ("text/csv; charset=utf-8", (view, head, origin, _, token) => CsvExport.Write(view, head, origin, token)),
        ["xlsx"] = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (view, head, origin, _, token) => XlsxExport.Write(view, head, origin, token)),
        ["pdf"] = ("application/pdf", PdfExport.Write),
        ["svg"] = ("image/svg+xml", SvgExport.Write),
    };

    public static void AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ExportQueue>();
        services.AddSingleton(sp => new PaperFonts(sp.GetRequiredService<IWebHostEnvironment>()));
    }

    public static void MapExports(this IEndpointRouteBuilder routes) => routes.MapGet(Prefix + "/{format}/{**page}", GetAsync);

    private static async Task<IResult> GetAsync(
        string format, HttpContext context, PageViews pages, ExportQueue queue, PaperFonts fonts, ServerIdentity identity, TimeProvider time, ILoggerFactory loggers)
    {
        var request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        var culture = Cultures.Of(request.Query[PageQuery.LanguageKey]);
        if (!s_formats.TryGetValue(format, out var writer)) return Problem(StatusCodes.Status404NotFound, "unknown-format", Texts.Of(culture, "Exports.UnknownFormat"));

        using var patience = new CancellationTokenSource(s_patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, patience.Token);
        try
        {
            using var place = await queue.EnterAsync(ending.Token);
            if (place is null)
            {
                context.Response.Headers.RetryAfter = "5";
                return Problem(StatusCodes.Status429TooManyRequests, "too-many-exports", Texts.Of(culture, "Exports.Busy"));
            }

            var result = await pages.GetAsync(AddressOf(request, format), ending.Token);
            if (result.View is not { } view)
            {
                var status = result.Trouble switch
                {
                    PageTrouble.UnreadableAddress => StatusCodes.Status400BadRequest,
                    PageTrouble.Unavailable => StatusCodes.Status503ServiceUnavailable,
                    _ => StatusCodes.Status404NotFound,
                };
                return Problem(status, "no-page", Texts.Of(culture, "Shell.Trouble." + result.Trouble));
            }

            var origin = OriginOf(request);
            var bytes = writer.Write(view, ExportHead.Of(view, origin, identity.Build), origin, fonts, ending.Token);
            context.Response.Headers.ContentDisposition = ExportFileName.Disposition(view, format);
            return Results.Bytes(bytes, writer.MediaType);
        }
        catch (FontsMissingException exception)
        {
            Log.NoFonts(loggers.CreateLogger(typeof(ExportEndpoints)), format, exception);
            return Problem(StatusCodes.Status503ServiceUnavailable, "no-fonts", Texts.Of(culture, "Exports.NoFonts"));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            Log.GivenUp(loggers.CreateLogger(typeof(ExportEndpoints)), format, request.Path);
            return Problem(StatusCodes.Status503ServiceUnavailable, "too-slow", Texts.Of(culture, "Exports.TooSlow"));
        }
    }

    /// <summary>The page's address, escaped as browsers write it.</summary>
    private static string AddressOf(HttpRequest request, string format)
    {
        var path = request.Path.ToUriComponent();
        var page = path[Math.Min(path.Length, Prefix.Length + 1 + format.Length)..];
        return (page.Length == 0 ? "/" : page) + request.QueryString.ToUriComponent();
    }

    private static string OriginOf(HttpRequest request)
    {
        var secure = request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"], "https", StringComparison.OrdinalIgnoreCase);
        return (secure ? "https://" : "http://") + request.Host.ToUriComponent();
    }

    private static IResult Problem(int status, string code, string text) => Results.Problem(title: code, detail: text, statusCode: status);

    private static partial class Log
    {
        [LoggerMessage(4111, LogLevel.Warning, "The export {Format} of {Path} took too long and was given up")]
        public static partial void GivenUp(ILogger logger, string format, string path);

        [LoggerMessage(4112, LogLevel.Error, "The export {Format} cannot be made: fonts of the web assets are missing")]
        public static partial void NoFonts(ILogger logger, string format, Exception exception);
    }
}
