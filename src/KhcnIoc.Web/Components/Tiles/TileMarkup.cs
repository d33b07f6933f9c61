using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace KhcnIoc.Web.Components.Tiles;

/// <summary>The HTML of tiles, drawn by <see cref="KpiTile"/> once per view for all circuits together.</summary>
/// <remarks>
/// A tile is some 150 frames of a render tree, which Blazor keeps twice per circuit: with the main dashboard's tiles that was 2.1 MiB a viewer. As one piece
/// of markup, shared by all, it is one frame (docs/performance.md). The cache holds views weakly: it ends with them.
/// </remarks>
internal sealed partial class TileMarkup(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    private readonly ConditionalWeakTable<ViewPart, string> _drawn = [];
    private readonly ILogger _logger = loggers.CreateLogger<TileMarkup>();

    /// <summary>The tile's HTML; a tile that cannot be drawn becomes a <see cref="FailedTile"/> and leaves the others alone.</summary>
    public string Of(ViewPart view, TileDefinition tile, CultureInfo culture) => _drawn.TryGetValue(view, out var html) ? html : _drawn.GetValue(view, v => Draw(v, tile, culture));

    private string Draw(ViewPart view, TileDefinition tile, CultureInfo culture)
    {
        try
        {
            return Compact(Render<KpiTile>(new() { [nameof(KpiTile.View)] = view, [nameof(KpiTile.Tile)] = tile }));
        }
        catch (Exception exception)
        {
            Log.TileFailed(_logger, view.Id, tile.Indicator, exception);
            return Render<FailedTile>(new() { [nameof(FailedTile.Id)] = view.Id, [nameof(FailedTile.Tile)] = tile, [nameof(FailedTile.Culture)] = culture });
        }
    }

    // A renderer keeps what it drew until it is disposed: one a tile. Tiles await nothing, so nothing is waited for here.
    private string Render<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        using var scope = scopes.CreateScope();
        var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        try
        {
            return renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString()).GetAwaiter().GetResult();
        }
        finally
        {
            renderer.Dispose();
        }
    }

    // A circuit replaces tiles whole: it needs neither the names that wall.js patches by nor the white space between elements, a third of the text.
    private static string Compact(string html) => SlotNames().Replace(BetweenElements().Replace(html, "><"), "");

    [GeneratedRegex(@">\s+<")]
    private static partial Regex BetweenElements();

    [GeneratedRegex(" data-slot=\"[^\"]*\"")]
    private static partial Regex SlotNames();

    private static partial class Log
    {
        [LoggerMessage(3101, LogLevel.Error, "Tile {Part} ({Indicator}) cannot be drawn")]
        public static partial void TileFailed(ILogger logger, string part, string indicator, Exception exception);
    }
}
