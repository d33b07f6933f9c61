using KhcnIoc.Core.Indicators;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Pages.Charts;

namespace KhcnIoc.Web.Tests.Indicators;

public class ChartScaleTests
{
    [Fact]
    public void X_EndOfAYear_IsTheNextWholeNumber() => Assert.Equal(2026, ChartScale.X(Period.OfYear(2025).End), 9);

    [Theory]
    [InlineData("2025-06", "2045", "12/2025", "12/2045")]
    [InlineData("2024-12", "2030", "12/2024", "12/2030")]
    [InlineData("2026-08", "2026-10", "08/2026", "11/2026")]
    public void Time_AnySpan_HasEqualStepsAndTextsAtEndsOfMonths(string from, string to, string first, string last)
    {
        var axis = ChartScale.Time(Period.Parse(from).End, Period.Parse(to).End);

        var steps = axis.Ticks.Zip(axis.Ticks.Skip(1), (a, b) => b.At - a.At).ToList();
        Assert.All(steps, s => Assert.Equal(steps[0], s, 6));
        Assert.True(axis.From <= ChartScale.X(Period.Parse(from).End) + 1e-6 && axis.To >= ChartScale.X(Period.Parse(to).End) - 1e-6);
        var texts = axis.Ticks.Select(t => t.Text).Where(t => t.Length > 0).ToList();
        Assert.Contains(first, texts);
        Assert.Equal(last, texts[^1]);
        Assert.InRange(texts.Count, 2, 9);
    }

    [Theory]
    [InlineData(13.8, 100, 0, 100)]
    [InlineData(62, 63.4, 62, 63.5)]
    [InlineData(5, 5, 4, 6.5)]
    [InlineData(-2.5, 8, -2.5, 10)]
    public void Values_AnyRange_EndsAtRoundSteps(double low, double high, double from, double to)
    {
        var indicator = SamplePack.Create().Indicators[SamplePack.Coverage] with { Max = 100 };

        var axis = ChartScale.Values((decimal)low, (decimal)high, indicator, Cultures.Default);

        Assert.True(axis.From <= low && axis.To >= high);
        Assert.Equal((from, to), (Math.Round(axis.From, 6), Math.Round(axis.To, 6)));
        Assert.InRange(axis.Ticks.Count, 3, 9);
    }
}
