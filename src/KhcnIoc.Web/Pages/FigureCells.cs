using System.Globalization;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages;

/// <summary>Figures as cells of tables; each number leads to where it comes from.</summary>
internal static class FigureCells
{
    /// <summary>The value; "–" without a link to nowhere: the figure's page says why there is none.</summary>
    public static TableCell Value(PageContext context, ViewFactory factory, FigureState figure)
    {
        var words = factory.Words(figure, context.Culture, context.At);
        return new(words.Text)
        {
            Number = figure.Value,
            Decimals = context.Pack.Indicators[figure.Key.Indicator].Decimals,
            Unit = words.Unit,
            Href = context.Links.Figure(figure.Key),
            Simulated = figure is { Simulated: true, Value: not null },
        };
    }

    /// <summary>Mark and words of the standing or of what is wrong with its age.</summary>
    public static TableCell Standing(PageContext context, ViewFactory factory, FigureState figure)
    {
        var words = factory.Words(figure, context.Culture, context.At);
        return new(words.Gap) { Mark = words.Mark };
    }

    /// <summary>What time it is about, with its age underneath.</summary>
    public static TableCell Time(PageContext context, ViewFactory factory, FigureState figure)
    {
        var words = factory.Words(figure, context.Culture, context.At);
        return new(words.Time) { Hint = words.Age };
    }

    /// <summary>A plain number.</summary>
    public static TableCell Number(decimal? number, int decimals, CultureInfo culture, string unit = "") =>
        number is { } n ? new(Wording.Number(n, decimals, culture)) { Number = decimal.Round(n, decimals, MidpointRounding.AwayFromZero), Decimals = decimals, Unit = unit } : TableCell.Empty;
}
