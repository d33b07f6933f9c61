using System.Globalization;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Tiles;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Tiles;

public sealed class TileMarkupTests
{
    private static readonly CultureInfo s_vi = CultureInfo.GetCultureInfo("vi-VN");
    private static readonly TileDefinition s_tile = new() { Indicator = "coverage-5g", X = 0, Y = 0 };

    [Fact]
    public async Task Overview_DrawnByTheServer_HoldsEveryTileOnceWithItsValue()
    {
        await using var server = new IocServer();
        using var client = await server.StartAsync();

        var html = await client.GetStringAsync("/");

        Assert.Contains("data-indicator=\"coverage-5g\"", html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<article").Length, html.Split("data-role=\"value\"").Length);
        Assert.DoesNotContain("tile-failed", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SameView_IsDrawnOnce()
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var markup = new TileMarkup(services.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);
        var view = Broken();

        Assert.Same(markup.Of(view, s_tile, s_vi), markup.Of(view, s_tile, s_vi));
    }

    [Fact]
    public void Of_ViewThatCannotBeDrawn_IsADesignedTileOfItsOwn()
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var markup = new TileMarkup(services.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);

        Assert.Contains("tile-failed", markup.Of(Broken(), s_tile, s_vi), StringComparison.Ordinal);
    }

    // A view that lacks its slots: what a fault of the factory would leave.
    private static ViewPart Broken() => new("t0", new Dictionary<string, string>());
}
