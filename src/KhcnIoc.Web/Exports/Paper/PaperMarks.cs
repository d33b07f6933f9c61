using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>The shapes of standing and data state, as in <c>StandingSymbols</c>: told apart by outline, not only by colour.</summary>
internal static class PaperMarks
{
    private const double Box = 20;

    public static Ink InkOf(string mark) => mark switch
    {
        "on-path" => Ink.OnPath,
        "met" => Ink.Met,
        "watch" => Ink.Watch,
        "behind" => Ink.Behind,
        _ => Ink.Unknown,
    };

    /// <param name="x">Left edge.</param>
    /// <param name="y">Upper edge.</param>
    /// <param name="size">Height and width.</param>
    public static void Draw(List<Shape> shapes, string mark, double x, double y, double size)
    {
        var (ink, scale) = (InkOf(mark), size / Box);
        switch (mark)
        {
            case "on-path":
                shapes.Add(new CircleShape(x + (10 * scale), y + (10 * scale), 7.5 * scale, ink));
                break;
            case "met":
                Line("M2.5 10.8L7.5 15.8L17.5 4.6", 3.6);
                break;
            case "watch":
                shapes.Add(new PathShape(PathData.Placed("M10 1.6L19.2 18H0.8Z", x, y, scale, scale), ink, Ink.None));
                break;
            case "behind":
                shapes.Add(new RectShape(x + (2 * scale), y + (2 * scale), 16 * scale, 16 * scale, ink));
                break;
            case "unknown":
                Line("M3 10H17", 3.6);
                break;
            case "missing":
                // Two halves of a ring with gaps.
                Line("M4 6L7.5 3.2L10 2.8", 2.6);
                Line("M14 4L17 7.5L17.2 11", 2.6);
                Line("M15.5 15L12 17L9 17.1", 2.6);
                Line("M5 15L3 12L2.8 9.5", 2.6);
                break;
            case "stale":
                shapes.Add(new CircleShape(x + (10 * scale), y + (10 * scale), 7.2 * scale, Ink.None, ink, 2.4 * scale));
                Line("M10 5.8V10L13 12.2", 2.2);
                break;
            case "error":
                Line("M4 4L16 16", 3.6);
                Line("M16 4L4 16", 3.6);
                break;
        }

        void Line(string data, double width) => shapes.Add(new PathShape(PathData.Placed(data, x, y, scale, scale), Ink.None, ink, width * scale));
    }
}
