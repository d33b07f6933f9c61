using System.Globalization;
using System.Text;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;

namespace KhcnIoc.Web.Views;

/// <summary>The geometry of bars and sparklines. Numbers in invariant text, ready for SVG attributes.</summary>
internal static class Shapes
{
    /// <summary>The sparkline's own coordinates; the component's viewBox has the same.</summary>
    public const int Width = 300, Height = 100;

    /// <summary>What the right end of the bar stands for: the natural maximum where the numbers come near it, else a little more than the largest of them.</summary>
    public static decimal Scale(Indicator indicator, decimal? value, decimal? path, decimal? target)
    {
        var largest = Math.Max(value ?? 0, Math.Max(path ?? 0, target ?? 0));
        if (indicator.Max is { } max && max > 0 && largest >= max * 0.4m) return max;

        return largest > 0 ? largest * 1.12m : 1;
    }

    public static string Percent(decimal? value, decimal scale) =>
        value is { } v ? decimal.Round(Math.Clamp(v / scale, 0, 1) * 100, 2).ToString("0.##", CultureInfo.InvariantCulture) + "%" : "0%";

    /// <summary>History as a line, the path as a straight line through its two known points, and the last point; empty texts where there are fewer than two points.</summary>
    public static (string Line, string Way, string Dot) Spark(FigureState state, DateTimeOffset now)
    {
        var history = state.History;
        if (history.Count < 2 || history[^1].At <= history[0].At) return ("", "", "");

        var (first, last) = (history[0].At, history[^1].At);
        var way = Way(state, first, last, now);
        decimal low = history[0].Value, high = low;
        foreach (var point in history)
        {
            low = Math.Min(low, point.Value);
            high = Math.Max(high, point.Value);
        }

        // The path belongs in the picture, but a far one must not press the history into a flat line.
        var span = Math.Max(high - low, Math.Max(Math.Abs(high), 1) * 0.02m);
        if (way is { } w)
        {
            low = Math.Max(Math.Min(low, Math.Min(w.From, w.To)), low - (span * 2));
            high = Math.Min(Math.Max(high, Math.Max(w.From, w.To)), high + (span * 2));
        }

        var middle = (low + high) / 2;
        var half = Math.Max((high - low) / 2, span / 2);

        string Y(decimal value) => Number(Math.Clamp((Height / 2m) - ((value - middle) / half * (Height / 2m)), 0, Height));
        string X(DateTimeOffset at) => Number((decimal)(at - first).Ticks / (last - first).Ticks * Width);

        var line = new StringBuilder("M");
        foreach (var point in history) line.Append(X(point.At)).Append(' ').Append(Y(point.Value)).Append(' ');

        var dot = $"M{Width} {Y(history[^1].Value)}h0.01";
        return (line.ToString().TrimEnd(), way is { } s ? $"M0 {Y(s.From)} L{Width} {Y(s.To)}" : "", dot);
    }

    /// <summary>The path at both ends of the history, drawn on from the two days the core computed it for.</summary>
    private static (decimal From, decimal To)? Way(FigureState state, DateTimeOffset first, DateTimeOffset last, DateTimeOffset now)
    {
        if (state.PathAtPeriodEnd is not { } then) return state.PathToday is { } only ? (only, only) : null;
        if (state.PathToday is not { } today || state.EffectiveEnd is not { } end || now - end < TimeSpan.FromHours(1)) return (then, then);

        var slope = (today - then) / (now - end).Ticks;
        return (then + (slope * (first - end).Ticks), then + (slope * (last - end).Ticks));
    }

    private static string Number(decimal value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
