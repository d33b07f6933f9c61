using KhcnIoc.Core.Dashboards;

namespace KhcnIoc.Core.Display;

/// <summary>The physical side of a wall: how tall the picture is and from where it is read.</summary>
/// <param name="HeightMetres">Height of the picture in metres; <see langword="null"/> = 1.37 (a 110-inch 16:9 wall), 2.43 where it stands upright.</param>
/// <param name="DistanceMetres">Distance of the farthest reader in metres; <see langword="null"/> = 6.</param>
public sealed record DisplaySize(double? HeightMetres = null, double? DistanceMetres = null)
{
    public const double LandscapeHeightMetres = 1.37;
    public const double PortraitHeightMetres = 2.43;
    public const double UsualDistanceMetres = 6;

    /// <summary>Metres, never outside 0.2 to 20, so that a typing error cannot make an unreadable wall.</summary>
    public double HeightIn(WallShape shape) =>
        Math.Clamp(HeightMetres ?? (shape == WallShape.Portrait ? PortraitHeightMetres : LandscapeHeightMetres), 0.2, 20);

    /// <summary>Metres, 0.5 to 50.</summary>
    public double Distance => Math.Clamp(DistanceMetres ?? UsualDistanceMetres, 0.5, 50);
}

/// <summary>The three shapes a wall is laid out for; the page chooses by its own aspect ratio.</summary>
public enum WallShape
{
    /// <summary>About 16:9.</summary>
    Landscape,

    /// <summary>3:1 and wider.</summary>
    Ultrawide,

    /// <summary>Taller than wide.</summary>
    Portrait,
}

/// <summary>Columns and rows of a page in one shape.</summary>
public readonly record struct WallGrid(int Columns, int Rows);

/// <summary>Font sizes of one page in per cent of the picture's height.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Name">Name of the indicator.</param>
/// <param name="Gap">The words of the gap.</param>
/// <param name="Small">Everything else: unit, time, source, target.</param>
/// <param name="Legible">False where the grid is too dense for the distance; the texts are then as large as fit.</param>
public readonly record struct WallText(double Value, double Name, double Gap, double Small, bool Legible);

/// <summary>What follows from a display's size: how many tiles a page may hold and how large its texts are.</summary>
/// <remarks>
/// Legibility is in cap height: values at least distance / 75, nothing below distance / 215, names and gaps distance / 150 where the grid allows it
/// (DESIGN, "What a screen looks like").
/// </remarks>
public sealed record WallSize
{
    internal WallSize(DisplaySize display, int tilesPerPage) => (Display, TilesPerPage) = (display, tilesPerPage);

    public DisplaySize Display { get; }

    /// <summary>8, 9 or 12.</summary>
    public int TilesPerPage { get; }

    /// <summary>The texts outside of the tiles, in per cent of the picture's height.</summary>
    public double ChromeText(WallShape shape) => WallLayout.Floor(Display, shape, WallLayout.SmallestDivisor);

    /// <summary>The texts of a page with this grid.</summary>
    public WallText TextFor(WallShape shape, WallGrid grid) => WallLayout.Text(Display, shape, grid);
}

/// <summary>Computes walls. Pure.</summary>
public static class WallLayout
{
    /// <summary>Cap height of Be Vietnam Pro as a share of the font size (OS/2 table, sCapHeight: 740 of 1,000 units).</summary>
    public const double CapHeight = 0.74;
    public const double ValueDivisor = 75;
    public const double NameDivisor = 150;
    public const double SmallestDivisor = 215;

    /// <summary>Pages denser than this are kept as their file gives them (the load test's page has 24).</summary>
    public const int LargestRegularPage = 12;

    private static readonly int[] s_capacities = [12, 9, 8];

    /// <summary>Line heights that leave room for stacked diacritics; the style sheet uses the same numbers.</summary>
    private const double LineHeight = 1.25, ValueLineHeight = 0.96;

    public static WallSize Compute(DisplaySize display)
    {
        foreach (var capacity in s_capacities)
        {
            if (Text(display, WallShape.Landscape, GridFor(WallShape.Landscape, capacity)).Legible) return new(display, capacity);
        }

        return new(display, s_capacities[^1]);
    }

    /// <summary>The grid that holds a number of tiles in a shape.</summary>
    public static WallGrid GridFor(WallShape shape, int tiles)
    {
        var landscape = tiles switch
        {
            <= 2 => new WallGrid(2, 1),
            <= 4 => new(2, 2),
            <= 6 => new(3, 2),
            <= 8 => new(4, 2),
            9 => new(3, 3),
            <= 12 => new(4, 3),
            <= 16 => new(4, 4),
            <= 20 => new(5, 4),
            <= 24 => new(6, 4),
            _ => new WallGrid(8, (tiles + 7) / 8),
        };
        return shape switch
        {
            WallShape.Landscape => landscape,
            WallShape.Ultrawide => tiles <= 12 ? new((Math.Max(tiles, 2) + 1) / 2, 2) : new((tiles + 2) / 3, 3),
            _ => tiles <= 12 ? new(2, (Math.Max(tiles, 2) + 1) / 2) : new(3, (tiles + 2) / 3),
        };
    }

    /// <summary>The pages as a wall shows them: a page with more tiles than fit is split in reading order, as evenly as possible; larger fixed grids stay.</summary>
    public static IReadOnlyList<DashboardPage> Paginate(Dashboard dashboard, int tilesPerPage)
    {
        ArgumentNullException.ThrowIfNull(dashboard);
        ArgumentOutOfRangeException.ThrowIfLessThan(tilesPerPage, 1);
        var pages = new List<DashboardPage>();
        foreach (var page in dashboard.Pages)
        {
            var count = page.Tiles.Count;
            if (count <= tilesPerPage || count > LargestRegularPage)
            {
                pages.Add(page);
                continue;
            }

            var parts = (count + tilesPerPage - 1) / tilesPerPage;
            var start = 0;
            for (var part = 0; part < parts; part++)
            {
                var take = (count - start + (parts - part) - 1) / (parts - part);
                var grid = GridFor(WallShape.Landscape, take);
                var tiles = page.Tiles.Skip(start).Take(take)
                    .Select((tile, i) => tile with { X = i % grid.Columns, Y = i / grid.Columns, Width = 1, Height = 1 }).ToList();
                pages.Add(page with { Code = part == 0 ? page.Code : $"{page.Code}-{part + 1}", Columns = grid.Columns, Rows = grid.Rows, Tiles = tiles });
                start += take;
            }
        }

        return pages;
    }

    /// <summary>The smallest font size, in per cent of the picture's height, whose capitals are distance / divisor tall.</summary>
    public static double Floor(DisplaySize display, WallShape shape, double divisor)
    {
        ArgumentNullException.ThrowIfNull(display);
        return display.Distance / divisor / display.HeightIn(shape) / CapHeight * 100;
    }

    /// <summary>Width over height that a shape is computed for: the narrowest that the style sheet gives it.</summary>
    public static double AspectOf(WallShape shape) => shape switch
    {
        WallShape.Landscape => 16.0 / 9,
        WallShape.Ultrawide => 3.0,
        _ => 9.0 / 16,
    };

    internal static WallText Text(DisplaySize display, WallShape shape, WallGrid grid)
    {
        var value = Floor(display, shape, ValueDivisor);
        var large = Floor(display, shape, NameDivisor);
        var small = Floor(display, shape, SmallestDivisor);

        var chrome = Chrome(small, shape);
        var gap = small * 0.4;
        var height = (100 - chrome - (gap * (grid.Rows - 1))) / grid.Rows;
        var width = ((AspectOf(shape) * 100) - (2 * small * 0.7) - (gap * (grid.Columns - 1))) / grid.Columns;

        // The largest name between the two floors that still leaves a tile its two lines.
        for (var step = 0; step <= 10; step++)
        {
            var name = large - ((large - small) * step / 10);
            if (Fits(value, name, small, height, width))
            {
                // The gap stands on one line with the target, so its width decides: 15 letters and a mark beside nine letters.
                var gapText = Math.Clamp((width - (small * 6.8)) / 9.2, small, name);
                return new(Round(Grow(value, name, small, height, width)), Round(name), Round(gapText), Round(small), true);
            }
        }

        // Too dense: everything shrinks alike.
        var scale = 1.0;
        while (scale > 0.2 && !Fits(value * scale, small * scale, small * scale, height, width)) scale -= 0.02;
        return new(Round(value * scale), Round(small * scale), Round(small * scale), Round(small * scale), scale >= 1);
    }

    /// <summary>Header, strip and outer padding, in per cent of the height. Upright walls wrap header and strip.</summary>
    private static double Chrome(double small, WallShape shape) => small * (shape == WallShape.Portrait ? 8.6 : 5.4);

    private static double Grow(double value, double name, double small, double height, double width)
    {
        var grown = value;
        while (grown < value * 1.5 && Fits(grown * 1.02, name, small, height, width)) grown *= 1.02;
        return grown;
    }

    // Two lines of name, value, bar, gap, foot, padding. In width: six figures and a sparkline as wide as three, or 13 letters of name a line.
    private static bool Fits(double value, double name, double small, double height, double width) =>
        (name * LineHeight * 3) + (value * ValueLineHeight) + (small * (LineHeight + 1.2)) <= height
        && value * 4.3 <= width && name * 0.56 * 17 <= width - (small * 1.5);

    private static double Round(double number) => Math.Round(number, 3);
}
