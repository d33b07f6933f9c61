namespace KhcnIoc.Web.Pages.Drawings;

/// <summary>What a shape looks like, by role; the writer to SVG or PDF chooses the colour. Screens colour by class, paper by these.</summary>
public enum Ink
{
    None, Paper, Text, Dim, Line, Grid, Track,
    OnPath, Watch, Behind, Met, Unknown,

    /// <summary>The seven steps of a value map, lightest first; safe for colour-blind eyes.</summary>
    Step1, Step2, Step3, Step4, Step5, Step6, Step7,

    /// <summary>Lines of a chart: the figure itself, then comparisons.</summary>
    Series1, Series2, Series3, Series4, Series5, Series6,
}

public enum Anchor { Start, Middle, End }

/// <summary>A shape in the drawing's own coordinates, y downwards.</summary>
public abstract record Shape;

/// <param name="Data">SVG path data, absolute M, L and Z only.</param>
/// <param name="Hatched">Filled with diagonal lines: no data.</param>
/// <param name="Dash">Dash and gap lengths; empty = solid.</param>
public sealed record PathShape(string Data, Ink Fill, Ink Stroke, double StrokeWidth = 1, bool Hatched = false, IReadOnlyList<double>? Dash = null) : Shape;

public sealed record RectShape(double X, double Y, double Width, double Height, Ink Fill, Ink Stroke = Ink.None, double StrokeWidth = 1, bool Hatched = false, double Radius = 0) : Shape;

public sealed record CircleShape(double X, double Y, double Radius, Ink Fill, Ink Stroke = Ink.None, double StrokeWidth = 1) : Shape;

/// <param name="Y">Baseline.</param>
/// <param name="Size">In the drawing's own units.</param>
/// <param name="Weight">500, 600 or 700.</param>
public sealed record TextShape(double X, double Y, string Text, double Size, Ink Fill = Ink.Text, int Weight = 500, Anchor Anchor = Anchor.Start) : Shape;

/// <summary>Shapes in the order they are drawn. The same drawing becomes SVG on the page and for PNG, and a vector picture in PDF.</summary>
/// <param name="Label">What it shows, for those who cannot see it.</param>
public sealed record Drawing(double Width, double Height, IReadOnlyList<Shape> Shapes, string Label);
