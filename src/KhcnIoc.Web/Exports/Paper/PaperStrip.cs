using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>An area of a strip that leads somewhere.</summary>
internal sealed record PaperLink(double X, double Y, double Width, double Height, string Href);

/// <summary>A drawing inside a strip.</summary>
internal sealed record PlacedDrawing(Drawing Drawing, double X, double Y, double Scale);

/// <summary>A piece of paper that is never cut: a line, a row of a table, a row of tiles, a drawing. In points, as wide as the column of text.</summary>
internal sealed class PaperStrip(double height)
{
    public double Height { get; set; } = height;
    public List<Shape> Shapes { get; } = [];
    public List<PlacedDrawing> Drawings { get; } = [];
    public List<PaperLink> Links { get; } = [];

    /// <summary>Never the last of a page.</summary>
    public bool KeepWithNext { get; init; }
}

/// <summary>Strips that belong together.</summary>
/// <param name="Repeated">Stands again on top of each page that the block goes on on: the heads of a table.</param>
/// <param name="Strips">In order; those of <paramref name="Repeated"/> not among them.</param>
internal sealed record PaperBlock(IReadOnlyList<PaperStrip> Repeated, IReadOnlyList<PaperStrip> Strips);
