using System.Globalization;
using KhcnIoc.Core.Display;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Components.Wall;
using KhcnIoc.Web.Hosting;
using KhcnIoc.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace KhcnIoc.Web.Endpoints;

/// <summary>Walls: whole documents, rendered on the server without a circuit.</summary>
/// <remarks>
/// <c>/wall/{dashboard}?height=M&amp;distance=M&amp;theme=dark|light&amp;lang=vi|en&amp;page=N</c>: metres of the picture's height and of the farthest reader's distance,
/// and a page to stay on (from 1) instead of turning with the others. Everything else is the installation's default.
/// </remarks>
internal static class WallPages
{
    public static void MapWallPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/wall", () => Results.Redirect("/wall/main"));
        routes.MapGet("/wall/{dashboard}", Get);
    }

    private static Results<RazorComponentResult<WallDocument>, ProblemHttpResult> Get(
        string dashboard, string? height, string? distance, string? theme, string? lang, string? page,
        HttpContext context, DashboardChannels channels, ProvincePack pack, ServerIdentity identity, IOptions<IocOptions> options)
    {
        if (channels.Find(dashboard) is not { } channel)
            return TypedResults.Problem($"Không có bảng nào mang mã \"{dashboard}\". Có: {string.Join(", ", pack.Dashboards.Keys)}.", statusCode: StatusCodes.Status404NotFound, title: "unknown-dashboard");

        var wall = options.Value.Wall;
        var culture = Cultures.Of(lang);
        var size = WallLayout.Compute(new DisplaySize(Metres(height) ?? Set(wall.HeightMetres), Metres(distance) ?? Set(wall.DistanceMetres)));
        var frame = channel.Frame(culture);
        var pages = Pages(channel, size.TilesPerPage, frame, culture);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<WallDocument>(new
        {
            Model = new WallModel
            {
                Province = pack.Code,
                DashboardCode = dashboard,
                Title = Cultures.Pick(culture, channel.Dashboard.TitleVi, channel.Dashboard.TitleEn),
                Culture = culture,
                Theme = theme is "dark" or "light" ? theme : wall.Theme,
                Pages = pages,
                Header = frame.Parts["head"],
                Strip = [.. frame.Parts.Values.Where(p => p.Id.StartsWith("strip-", StringComparison.Ordinal)).OrderBy(p => DomainOrder(pack, p.Id))],
                Banner = frame.Parts["banner"],
                CurrentPage = Math.Clamp(int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var pinned) ? pinned - 1 : channel.CurrentPage(size.TilesPerPage), 0, pages.Count - 1),
                Epoch = frame.Epoch,
                Sequence = frame.Sequence,
                Commit = frame.Commit,
                Now = frame.Now,
                Build = identity.Build,
                Size = size,
                AssetVersion = identity.Build,
            },
        });
    }

    // Paging keeps the order of tiles, so the n-th tile of all pages is the channel's n-th tile.
    private static List<WallPageModel> Pages(DashboardChannel channel, int tilesPerPage, ChannelFrame frame, CultureInfo culture)
    {
        var next = 0;
        var pages = new List<WallPageModel>();
        foreach (var page in WallLayout.Paginate(channel.Dashboard, tilesPerPage))
        {
            var tiles = page.Tiles.Select(tile => new WallTileModel(tile, frame.Parts[channel.Tiles[next++].PartId])).ToList();
            pages.Add(new WallPageModel(Cultures.Pick(culture, page.TitleVi, page.TitleEn), page.Columns, page.Rows, tiles));
        }

        return pages;
    }

    private static int DomainOrder(ProvincePack pack, string partId)
    {
        for (var i = 0; i < pack.Domains.Count; i++)
        {
            if (string.CompareOrdinal(partId, "strip-".Length, pack.Domains[i].Code, 0, int.MaxValue) == 0) return i;
        }

        return int.MaxValue;
    }

    private static double? Metres(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var metres) && metres is > 0 and < 100 ? metres : null;

    private static double? Set(double metres) => metres > 0 ? metres : null;
}
