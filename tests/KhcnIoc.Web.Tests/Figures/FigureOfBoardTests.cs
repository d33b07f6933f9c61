using System.Globalization;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Figures;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Figures;

/// <summary>The page against the real evaluation: what it says was computed gives what is shown.</summary>
public class FigureOfBoardTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);
    private static readonly CultureInfo s_english = CultureInfo.GetCultureInfo("en-GB");

    private static async Task<FigureView> PageAsync(string indicator, int communes, params Observation[] observations)
    {
        var pack = SamplePack.Create(communes);
        var store = new MemoryStore();
        foreach (var o in observations)
            await store.AppendAsync([new CheckedBatch { Feed = o.Feed, ReceivedAt = o.ReceivedAt, Rejections = [], Readings = [new CheckedReading { Index = 0, Series = o.Series, Period = o.Period, Value = o.Value, Weight = o.Weight }] }], CancellationToken.None);
        var board = new LiveBoard(pack, new ManualTime(s_now));
        board.Load(await store.LoadBoardHistoryAsync(new() { FlowsSince = DateTimeOffset.MinValue, FlowIndicators = new HashSet<string>() }, CancellationToken.None));
        var address = $"/figures/{indicator}/82?lang=en";
        var query = PageQuery.Parse("?lang=en");
        var context = new PageContext { Address = address, Query = query, Board = board.View(), Pack = pack, Now = s_now, Links = new Links(query) };
        return Assert.IsType<FigureView>(await new FigureBuilder(store, new ViewFactory(pack)).BuildAsync([indicator, "82"], context, CancellationToken.None));
    }

    private static decimal[] NumbersOf(string text) =>
        [.. text.Split([" = ", " / ", " + ", " × ", "(", ")", "\u00a0"], StringSplitOptions.RemoveEmptyEntries).Where(t => decimal.TryParse(t, s_english, out _)).Select(t => decimal.Parse(t, s_english))];

    private static string Line(FigureView view) => Assert.Single(view.Steps.SelectMany(s => s.Parts).OfType<FormulaBlock>()).Lines[0];

    [Theory]
    [InlineData(SamplePack.Coverage, 3), InlineData(SamplePack.Coverage, 30), InlineData(SamplePack.Households, 4), InlineData(SamplePack.Households, 40)]
    public async Task Mean_OfTheBoard_ItsQuotientIsTheShownValue(string indicator, int communes)
    {
        var random = new Random(communes);
        var make = new SampleObservations();
        var view = await PageAsync(indicator, communes, [.. Enumerable.Range(1, communes - 1).Select(i => make.Commune(indicator, i, "2026-10", Math.Round((decimal)random.NextDouble() * 90, 2), weight: random.Next(1, 5000)))]);

        var quotient = Line(view).Split(" = ")[^2].Split(" / ").Select(n => decimal.Parse(n, s_english)).ToArray();

        Assert.Equal(view.Head!.Number!.Value, quotient[0] / quotient[1], 3);
        Assert.Equal(view.Head.Value, decimal.Round(quotient[0] / quotient[1], 1, MidpointRounding.AwayFromZero).ToString("N1", s_english));
        Assert.Equal(communes, view.Blocks.OfType<TableBlock>().Single(t => t.Table.Id == "parts").Table.Rows.Count);
    }

    [Theory]
    [InlineData(3), InlineData(25)]
    public async Task Sum_OfTheBoard_IsTheShownValue(int communes)
    {
        var make = new SampleObservations();
        var view = await PageAsync(SamplePack.Enterprises, communes, [.. Enumerable.Range(1, communes).Select(i => make.Commune(SamplePack.Enterprises, i, "2026-10", i * 3))]);

        Assert.Equal(communes * (communes + 1) * 3 / 2m, NumbersOf(Line(view))[^1]);
        Assert.Equal(view.Head!.Number, view.Blocks.OfType<TableBlock>().Single(t => t.Table.Id == "parts").Table.Rows.Sum(r => r.Cells[1].Number ?? 0));
    }

    [Fact]
    public async Task Year_OfTheBoard_IsTheSumOfItsMonths()
    {
        var make = new SampleObservations();
        var view = await PageAsync(SamplePack.Applications, 2, [.. Enumerable.Range(1, 10).Select(m => make.Province(SamplePack.Applications, $"2026-{m:00}", m))]);

        Assert.Equal(Enumerable.Range(1, 10).Select(m => (decimal)m).Append(55), NumbersOf(Line(view)));
        Assert.Equal("55", view.Head!.Value);
        Assert.Contains(view.Steps, s => s.Id == "sender");
    }

    [Fact]
    public async Task Reported_BesideARollUp_ShowsBothWithTheirWays()
    {
        var make = new SampleObservations();
        var view = await PageAsync(SamplePack.Coverage, 2, make.Province(SamplePack.Coverage, "2026-10", 61), make.Commune(SamplePack.Coverage, 1, "2026-10", 30), make.Commune(SamplePack.Coverage, 2, "2026-10", 60));

        Assert.Equal("61.0", view.Head!.Value);
        Assert.EndsWith(" = 50.0\u00a0percent", Line(view), StringComparison.Ordinal);
        Assert.Contains(view.Blocks.OfType<FactsBlock>().SelectMany(f => f.Facts), f => f.Href.EndsWith("#table-parts", StringComparison.Ordinal) && f.Number == 50);
    }

    [Fact]
    public async Task RolledUp_BesideAnOverdueReport_LeadsToTheReport()
    {
        var make = new SampleObservations();
        var view = await PageAsync(SamplePack.Coverage, 2, make.Province(SamplePack.Coverage, "2026-01", 61), make.Commune(SamplePack.Coverage, 1, "2026-10", 30), make.Commune(SamplePack.Coverage, 2, "2026-10", 60));

        Assert.Equal("50.0", view.Head!.Value);
        Assert.Contains(view.Blocks.OfType<FactsBlock>().SelectMany(f => f.Facts), f => f.Number == 61 && f.Href == "/observations/1?lang=en");
        Assert.DoesNotContain(view.Blocks.OfType<TableBlock>(), t => t.Table.Id == "pieces");
    }

    [Fact]
    public async Task Missing_OfTheBoard_SaysSo()
    {
        var view = await PageAsync(SamplePack.Hdi, 2);

        Assert.Null(view.Head!.Number);
        Assert.Equal("missing", view.Steps[0].Id);
    }
}
