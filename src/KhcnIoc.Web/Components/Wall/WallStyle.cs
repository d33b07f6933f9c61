using System.Globalization;
using System.Text;
using KhcnIoc.Core.Display;

namespace KhcnIoc.Web.Components.Wall;

/// <summary>The few rules of a wall that depend on its display and pages: grids and font sizes as custom properties. Everything else is in wall.css.</summary>
internal static class WallStyle
{
    private static readonly (WallShape Shape, string Media)[] s_shapes =
    [
        (WallShape.Landscape, ""),
        (WallShape.Ultrawide, "@media (min-aspect-ratio:3/1)"),
        (WallShape.Portrait, "@media (max-aspect-ratio:1/1)"),
    ];

    public static string For(WallModel model)
    {
        var css = new StringBuilder(1024);
        foreach (var (shape, media) in s_shapes)
        {
            if (media.Length > 0) css.Append(media).Append('{');
            css.Append(CultureInfo.InvariantCulture, $":root{{--s:{model.Size.ChromeText(shape):0.###}}}");
            for (var i = 0; i < model.Pages.Count; i++)
            {
                var grid = GridOf(model.Pages[i], shape);
                var text = model.Size.TextFor(shape, grid);
                css.Append(
                    CultureInfo.InvariantCulture,
                    $"#p{i + 1}{{--c:{grid.Columns};--r:{grid.Rows};--v:{text.Value:0.###};--n:{text.Name:0.###};--g:{text.Gap:0.###};--t:{text.Small:0.###}}}");
            }

            if (media.Length > 0) css.Append('}');
        }

        // Spans keep the file's picture; tiles flow in reading order.
        foreach (var page in model.Pages)
        {
            foreach (var (tile, view) in page.Tiles)
            {
                if (tile.Width > 1) css.Append(CultureInfo.InvariantCulture, $"[data-part={view.Id}]{{grid-column:span {Math.Min(tile.Width, 2)}}}");
                if (tile.Height > 1) css.Append(CultureInfo.InvariantCulture, $"[data-part={view.Id}]{{grid-row:span {Math.Min(tile.Height, 2)}}}");
            }
        }

        return css.ToString();
    }

    /// <summary>The file's grid on 16:9 if its cells hold the tiles, else the usual one for their number.</summary>
    private static WallGrid GridOf(WallPageModel page, WallShape shape)
    {
        var cells = Math.Max(1, page.Tiles.Sum(t => Math.Min(t.Tile.Width, 2) * Math.Min(t.Tile.Height, 2)));
        return shape == WallShape.Landscape && page.Columns * page.Rows >= cells && page.Rows > 0
            ? new(page.Columns, page.Rows)
            : WallLayout.GridFor(shape, cells);
    }
}
