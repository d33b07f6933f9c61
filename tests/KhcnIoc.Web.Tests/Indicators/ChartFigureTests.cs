using Bunit;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Components.Charts;
using KhcnIoc.Web.Live;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Indicators;

public class ChartFigureTests : BunitContext
{
    private readonly ServerIdentity _identity = new("epoch", "build");
    private readonly BunitJSModuleInterop _module;

    public ChartFigureTests()
    {
        Services.AddSingleton(_identity);
        _module = JSInterop.SetupModule("/assets/chart.js?v=" + _identity.Build);
        _module.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task Chart_Drawn_ShowsTheServersDrawingAndMountsOnce()
    {
        var chart = (await (await new IndicatorSamples().WithCoverageAsync()).PageAsync(SamplePack.Coverage)).Chart;

        var figure = Render<ChartFigure>(p => p.Add(f => f.Chart, chart));
        figure.Render(p => p.Add(f => f.Chart, chart));

        Assert.Equal(chart.Summary, figure.Find("svg.drawing").GetAttribute("aria-label"));
        Assert.Single(_module.Invocations["mount"]);
        Assert.Empty(_module.Invocations["update"]);
    }

    [Fact]
    public async Task Chart_OtherData_IsUpdatedInPlace()
    {
        var samples = await new IndicatorSamples().WithCoverageAsync();
        var first = (await samples.PageAsync(SamplePack.Coverage)).Chart;
        var figure = Render<ChartFigure>(p => p.Add(f => f.Chart, first));

        await samples.WithAsync("feed", (SamplePack.Coverage, SamplePack.Province, "2026-11-20", 36));
        var next = (await samples.PageAsync(SamplePack.Coverage)).Chart;
        figure.Render(p => p.Add(f => f.Chart, next));

        var mounted = Assert.Single(_module.Invocations["mount"]);
        var updated = Assert.Single(_module.Invocations["update"]);
        Assert.Equal(mounted.Arguments[0], updated.Arguments[0]);
        Assert.Contains("36,0", figure.Find("svg.drawing").GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_Left_IsDisposed()
    {
        var chart = (await new IndicatorSamples().PageAsync(SamplePack.Coverage)).Chart;
        Render<ChartFigure>(p => p.Add(f => f.Chart, chart));

        await DisposeComponentsAsync();

        Assert.Equal(Assert.Single(_module.Invocations["mount"]).Arguments[0], Assert.Single(_module.Invocations["dispose"]).Arguments[0]);
    }
}
