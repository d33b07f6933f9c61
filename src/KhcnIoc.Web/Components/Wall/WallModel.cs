using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Display;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Components.Wall;

/// <summary>Everything a wall's document is drawn from: one moment of the live board in one culture.</summary>
public sealed record WallModel
{
    /// <summary>Pack code of the province.</summary>
    public required string Province { get; init; }
    public required string DashboardCode { get; init; }

    /// <summary>Title of the dashboard in the culture.</summary>
    public required string Title { get; init; }
    public required CultureInfo Culture { get; init; }

    /// <summary><c>dark</c> or <c>light</c>.</summary>
    public string Theme { get; init; } = "dark";
    public required IReadOnlyList<WallPageModel> Pages { get; init; }
    public required ViewPart Header { get; init; }
    public required IReadOnlyList<ViewPart> Strip { get; init; }
    public required ViewPart Banner { get; init; }

    /// <summary>Index of the page shown, from 0.</summary>
    public int CurrentPage { get; init; }
    public required string Epoch { get; init; }
    public required long Sequence { get; init; }
    public required long Commit { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Identifies the running build: another one makes the wall load itself anew.</summary>
    public required string Build { get; init; }
    public required WallSize Size { get; init; }

    /// <summary>Goes into the addresses of scripts and styles, so that they may be cached for ever.</summary>
    public string AssetVersion { get; init; } = "0";
}

/// <summary>A page of a wall.</summary>
/// <param name="Columns">Columns that the file gives it on a 16:9 display.</param>
/// <param name="Rows">Rows that the file gives it on a 16:9 display.</param>
public sealed record WallPageModel(string Title, int Columns, int Rows, IReadOnlyList<WallTileModel> Tiles);

/// <summary>A tile and what it shows.</summary>
public sealed record WallTileModel(TileDefinition Tile, ViewPart View);
