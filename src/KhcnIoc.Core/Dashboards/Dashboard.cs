namespace KhcnIoc.Core.Dashboards;

/// <summary>A named set of pages, kept as one JSON file.</summary>
public sealed record Dashboard
{
    /// <summary>Version of the file format; 1 today.</summary>
    public required int Schema { get; init; }
    public required string Code { get; init; }
    public required string TitleVi { get; init; }
    public required string TitleEn { get; init; }

    /// <summary>Seconds a wall stays on a page, 5 to 600.</summary>
    public int RotateSeconds { get; init; } = 20;
    public required IReadOnlyList<DashboardPage> Pages { get; init; }
}

/// <summary>A grid of tiles. Tiles do not overlap and stay inside the grid.</summary>
public sealed record DashboardPage
{
    public required string Code { get; init; }
    public required string TitleVi { get; init; }
    public required string TitleEn { get; init; }

    /// <summary>Columns of the grid on a 16:9 display, 1 to 12.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows of the grid on a 16:9 display, 1 to 8.</summary>
    public required int Rows { get; init; }

    /// <summary>Tiles in reading order.</summary>
    public required IReadOnlyList<TileDefinition> Tiles { get; init; }
}

/// <summary>One tile: what it shows and where it stands.</summary>
public sealed record TileDefinition
{
    public required string Indicator { get; init; }

    /// <summary>Area code; empty = the pack's province.</summary>
    public string Area { get; init; } = "";

    /// <summary>Agency code; empty = the whole area.</summary>
    public string Agency { get; init; } = "";

    /// <summary>Column from 0.</summary>
    public required int X { get; init; }

    /// <summary>Row from 0.</summary>
    public required int Y { get; init; }

    /// <summary>Columns spanned, at least 1.</summary>
    public int Width { get; init; } = 1;

    /// <summary>Rows spanned, at least 1.</summary>
    public int Height { get; init; } = 1;
}
