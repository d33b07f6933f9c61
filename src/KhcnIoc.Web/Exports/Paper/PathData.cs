using System.Globalization;
using System.Text;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>The paths that drawings and sparklines are made of: M, L, H, V and Z, absolute or relative, with repeated pairs.</summary>
internal static class PathData
{
    /// <summary>A line through points.</summary>
    public sealed record Figure(IReadOnlyList<(double X, double Y)> Points, bool Closed);

    /// <exception cref="FormatException">It is anything else.</exception>
    public static IReadOnlyList<Figure> Parse(string data)
    {
        var figures = new List<Figure>();
        List<(double X, double Y)> points = [];
        var (x, y, at) = (0d, 0d, 0);
        var command = '\0';
        while (true)
        {
            while (at < data.Length && (char.IsWhiteSpace(data[at]) || data[at] == ',')) at++;
            if (at >= data.Length) break;
            if (char.IsAsciiLetter(data[at]))
            {
                command = data[at++];
                if (command is 'Z' or 'z')
                {
                    End(closed: true);
                    continue;
                }

                if (command is 'M' or 'm') End(closed: false);
            }

            var relative = char.IsAsciiLetterLower(command);
            switch (char.ToUpperInvariant(command))
            {
                case 'M':
                case 'L':
                    var (nextX, nextY) = (Number(data, ref at), Number(data, ref at));
                    (x, y) = relative ? (x + nextX, y + nextY) : (nextX, nextY);
                    if (command == 'M') command = 'L';
                    if (command == 'm') command = 'l';
                    break;
                case 'H':
                    x = Number(data, ref at) + (relative ? x : 0);
                    break;
                case 'V':
                    y = Number(data, ref at) + (relative ? y : 0);
                    break;
                default:
                    throw new FormatException($"The path has a command that drawings do not use: '{command}'.");
            }

            points.Add((x, y));
        }

        End(closed: false);
        return figures;

        void End(bool closed)
        {
            if (points.Count > 0)
            {
                if (closed) (x, y) = points[0];
                figures.Add(new(points, closed));
            }

            points = [];
        }
    }

    /// <summary>The same path moved and stretched, absolute.</summary>
    public static string Placed(string data, double left, double top, double scaleX, double scaleY)
    {
        var text = new StringBuilder(data.Length + 16);
        foreach (var figure in Parse(data))
        {
            var command = 'M';
            foreach (var (x, y) in figure.Points)
            {
                text.Append(command).Append(Invariant(left + (x * scaleX))).Append(' ').Append(Invariant(top + (y * scaleY)));
                command = 'L';
            }

            if (figure.Closed) text.Append('Z');
        }

        return text.ToString();
    }

    private static string Invariant(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static double Number(string data, ref int at)
    {
        while (at < data.Length && (char.IsWhiteSpace(data[at]) || data[at] == ',')) at++;
        var start = at;
        if (at < data.Length && data[at] is '-' or '+') at++;
        while (at < data.Length && (char.IsAsciiDigit(data[at]) || data[at] == '.')) at++;
        if (at < data.Length && data[at] is 'e' or 'E')
        {
            at++;
            if (at < data.Length && data[at] is '-' or '+') at++;
            while (at < data.Length && char.IsAsciiDigit(data[at])) at++;
        }

        return double.Parse(data.AsSpan(start, at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
