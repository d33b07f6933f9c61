using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Pages.Search;

/// <summary><c>GET /search/suggest?q=</c>: what the search box lists while one types.</summary>
internal static class SearchSuggestions
{
    private const int Most = 8;

    private sealed record Suggestion(string Title, string Detail, string Kind, string Value, string Href);

    public static void MapSearchSuggestions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/search/suggest", async (HttpContext http, SearchBuilder search, IPastBoards boards, ProvincePack pack, TimeProvider time, CancellationToken cancellationToken) =>
        {
            var query = PageQuery.Parse(http.Request.QueryString.Value ?? "");
            var context = new PageContext
            {
                Address = "/search",
                Query = query,
                Board = await boards.GetAsync(query.Moment, null, cancellationToken),
                Pack = pack,
                Now = time.GetUtcNow(),
                Links = new Links(query),
            };
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(search.Find(query.Get(SearchBuilder.TextKey).Trim(), Most, context, out _)
                .Select(f => new Suggestion(f.Title, f.Detail, context.T("Search.One." + f.Kind), f.Value, f.Href)).ToList());
        }).ExcludeFromDescription();
}
