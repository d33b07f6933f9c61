using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Views;

/// <summary>Numbers, periods and spans as people read them, in one culture.</summary>
internal static class Wording
{
    /// <summary>A value with the indicator's decimals and the culture's separators.</summary>
    public static string Number(decimal value, int decimals, CultureInfo culture) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);

    /// <summary>A target: as many decimals as it needs, at most the indicator's (or its own if it has more).</summary>
    public static string Short(decimal value, CultureInfo culture) => value.ToString("#,##0.####", culture);

    public static string Sign(ValueQualifier qualifier) => qualifier switch
    {
        ValueQualifier.AtLeast => "≥",
        ValueQualifier.AtMost => "≤",
        ValueQualifier.About => "~",
        _ => "",
    };

    /// <summary>The unit of a difference: points for percentages, the unit without its "per year" for the rest.</summary>
    public static string Amount(decimal difference, Indicator indicator, CultureInfo culture)
    {
        var number = Number(Math.Abs(difference), indicator.Decimals, culture);

        // English has no classifiers to keep short: "1 enterprises ahead" says no more than "1 ahead" beside the unit.
        if (!IsVietnamese(culture) && indicator.IsCount) return number;
        return indicator.IsPercent
            ? Texts.Of(culture, "Gap.Points", number)
            : Texts.Of(culture, "Gap.Unit", number, UnitOf(indicator, culture).Split('/')[0].Trim());
    }

    public static string UnitOf(Indicator indicator, CultureInfo culture) => IsVietnamese(culture) ? indicator.UnitVi : indicator.UnitEn;

    public static bool IsVietnamese(CultureInfo culture) => culture.TwoLetterISOLanguageName != "en";

    /// <summary>"%" hangs on its number in English, stands apart in Vietnamese.</summary>
    public static string WithUnit(string number, string unit, CultureInfo culture) =>
        unit.Length == 0 ? number : unit.StartsWith('%') && !IsVietnamese(culture) ? number + unit : number + "\u00a0" + unit;

    /// <summary>A whole number of the largest unit that fits: "12 ngày".</summary>
    public static string Span(TimeSpan span, CultureInfo culture)
    {
        var (key, number) = span switch
        {
            { TotalMinutes: < 90 } => ("Span.Minutes", span.TotalMinutes),
            { TotalHours: < 48 } => ("Span.Hours", span.TotalHours),
            { TotalDays: < 90 } => ("Span.Days", span.TotalDays),
            _ => ("Span.Months", span.TotalDays / 30.44),
        };
        return Texts.Of(culture, key, Math.Max(1, (int)number));
    }

    /// <summary>What time a figure is about, as short as it is unmistakable on the day it is shown.</summary>
    public static string Time(Period period, CultureInfo culture, DateTimeOffset now)
    {
        var start = ProvinceCalendar.ToLocal(period.Start);
        var today = ProvinceCalendar.DayOf(now);
        switch (period.Kind)
        {
            case PeriodKind.Instant:
                var day = DateOnly.FromDateTime(start.DateTime);
                return day == today ? start.ToString("HH:mm", CultureInfo.InvariantCulture) : Day(day, today);
            case PeriodKind.Day:
                return Day(DateOnly.FromDateTime(start.DateTime), today);
            case PeriodKind.Month:
                return Texts.Of(culture, "Time.Month", start.Month, Year(start.Year));
            case PeriodKind.Quarter:
                return Texts.Of(culture, "Time.Quarter", ((start.Month - 1) / 3) + 1, Year(start.Year));
            case PeriodKind.Year:
                return Texts.Of(culture, "Time.Year", Year(start.Year));
            default:
                var last = ProvinceCalendar.ToLocal(period.End).AddDays(-1);
                var months = start.Day == 1 && last.AddDays(1).Day == 1;
                if (months && start.Year == last.Year && last.Year == today.Year) return Texts.Of(culture, "Time.MonthsOfYear", start.Month, last.Month);
                if (months && start.Year == last.Year) return Texts.Of(culture, "Time.Months", start.Month, last.Month, Year(start.Year));

                return Texts.Of(culture, "Time.Range", Day(DateOnly.FromDateTime(start.DateTime), today), Day(DateOnly.FromDateTime(last.DateTime), today));
        }
    }

    private static string Day(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? "dd/MM" : "dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
