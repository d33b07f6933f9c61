using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Charts;

/// <summary>Axes of charts. Pure.</summary>
public static class ChartScale
{
    // Steps of the time axis in years, with the longest span that each serves and every how many steps a text stands.
    private static readonly (double UpTo, double Step, int TextEvery)[] s_timeSteps =
        [(0.8, 1 / 12.0, 1), (2, 0.25, 1), (4, 0.5, 1), (8, 1, 1), (13, 1, 2), (double.MaxValue, 1, 5)];

    /// <summary>Where an instant stands on the time axis: the local year, its months all equally long, so that ticks are equally spaced.</summary>
    public static double X(DateTimeOffset at)
    {
        var local = ProvinceCalendar.ToLocal(at);
        var days = DateTime.DaysInMonth(local.Year, local.Month);
        return local.Year + ((local.Month - 1 + ((local.Day - 1 + local.TimeOfDay.TotalDays) / days)) / 12);
    }

    /// <summary>Ticks stand at ends of months, as the figures do: "12/2025" is where 31 December 2025 ends.</summary>
    public static ChartAxis Time(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (X(from), Math.Max(X(to), X(from) + 0.25));
        var (_, step, textEvery) = s_timeSteps.First(s => last - first <= s.UpTo);
        var start = (long)Math.Floor((first / step) + 1e-6);
        var end = (long)Math.Ceiling((last / step) - 1e-6);
        var ticks = new List<ChartTick>();
        for (var i = start; i <= end; i++)
        {
            // Years of targets (2025, 2030 …) end at 2026, 2031 …: those have the texts.
            var text = textEvery == 1 || (i - 1) % textEvery == 0;
            ticks.Add(new(i * step, text ? EndOfMonth(i * step) : ""));
        }

        return new(ticks);
    }

    /// <summary>Four to eight round steps; zero is in where the values come near it.</summary>
    public static ChartAxis Values(decimal low, decimal high, Indicator indicator, CultureInfo culture)
    {
        if (low > 0 && low < high * 0.6m) low = 0;
        if (high <= low)
        {
            var around = Math.Max(Math.Abs(high) * 0.1m, 1);
            (low, high) = (low > 0 ? Math.Max(0, low - around) : low - around, high + around);
        }

        var step = RoundStep((high - low) / 5);
        var first = decimal.Floor(low / step);
        var last = decimal.Ceiling(high / step);
        // A little room above, but a share never ends above its whole.
        if (last * step == high && (indicator.Max is not { } max || high < max)) last++;
        var ticks = new List<ChartTick>();
        for (var i = first; i <= last; i++) ticks.Add(new((double)(i * step), Wording.Short(i * step, culture)));
        return new(ticks);
    }

    private static decimal RoundStep(decimal raw)
    {
        var power = 1m;
        while (power * 10 <= raw) power *= 10;
        while (power > raw) power /= 10;
        return (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5m => 2.5m, <= 5 => 5, _ => 10m } * power;
    }

    private static string EndOfMonth(double x)
    {
        var months = (long)Math.Round(x * 12) - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{(months % 12) + 1:00}/{months / 12}");
    }
}
