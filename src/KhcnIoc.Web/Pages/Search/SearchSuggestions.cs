using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Pages.Search;

/// <summary><c>GET /search/suggest?q=</c>: what the search box lists while one types.</summary>
internal static partial class SearchSuggestions
{
    private const int Most = 8;

    private sealed record Suggestion(string Title, string Detail, string Kind, string Value, string Href);

    public static void MapSearchSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/search/suggest", async (HttpContext http, SearchBuilder search, IPastBoards boards, ProvincePack pack, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        {
            var query = PageQuery.Parse(http.Request.QueryString.Value ?? "");
            http.Response.Headers.CacheControl = "no-store";
            IBoardView board;
            try
            {
                board = await boards.GetAsync(query.Moment, null, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The past is read from the store, which may be away.
                Log.NoBoard(loggers.CreateLogger(typeof(SearchSuggestions)), exception);
                return Results.Problem(title: "no-suggestions", detail: Texts.Of(query.Culture, "Shell.Trouble." + PageTrouble.Unavailable), statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            var context = new PageContext
            {
                Address = "/search",
                Query = query,
                Board = board,
                Pack = pack,
                Now = time.GetUtcNow(),
                Links = new Links(query),
            };
            return Results.Ok(search.Find(query.Get(SearchBuilder.TextKey).Trim(), Most, context, out _)
                .Select(f => new Suggestion(f.Title, f.Detail, context.T("Search.One." + f.Kind), f.Value, f.Href)).ToList());
        }).ExcludeFromDescription();

    private static partial class Log
    {
        [LoggerMessage(4007, LogLevel.Warning, "Search suggestions of the past cannot be made")]
        public static partial void NoBoard(ILogger logger, Exception exception);
    }
}
