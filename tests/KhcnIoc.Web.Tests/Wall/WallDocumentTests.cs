using KhcnIoc.Core.Display;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Wall;
using KhcnIoc.Web.Tests.Views;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Wall;

/// <summary>Renders the whole document the way the host does: statically, once.</summary>
public class WallDocumentTests
{
    private sealed class CountingLogger : IErrorBoundaryLogger
    {
        public int Errors { get; private set; }

        public ValueTask LogErrorAsync(Exception exception)
        {
            Errors++;
            return ValueTask.CompletedTask;
        }
    }

    private static WallModel Model(params ViewPart[] views) => new()
    {
        Province = "dong-nai",
        DashboardCode = "main",
        Title = "Tổng quan",
        Culture = ViewSamples.Vietnamese,
        Pages = [new("Tổng quan", 4, 3, views.Select(v => new WallTileModel(ViewSamples.Tile(), v)).ToList()), new("Trang hai", 4, 3, [])],
        Header = ViewSamples.Factory.Header(new(null, default, default), ViewSamples.Vietnamese, ViewSamples.Now),
        Strip = ViewSamples.Factory.Strip([], ViewSamples.Vietnamese),
        Banner = ViewSamples.Factory.Banner(true, ViewSamples.Vietnamese),
        Epoch = "e1",
        Sequence = 7,
        Commit = 41,
        Now = ViewSamples.Now,
        Build = "b1",
        Size = WallLayout.Compute(new DisplaySize()),
    };

    private static async Task<(string Html, int Errors)> RenderAsync(WallModel model)
    {
        var logger = new CountingLogger();
        await using var services = new ServiceCollection().AddSingleton<IErrorBoundaryLogger>(logger).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<WallDocument>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
        return (html, logger.Errors);
    }

    [Fact]
    public async Task WallDocument_BeforeAnyScript_IsComplete()
    {
        var (html, errors) = await RenderAsync(Model(ViewSamples.View(ViewSamples.Figure())));

        Assert.Equal(0, errors);
        Assert.StartsWith("<!DOCTYPE html>", html.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("data-sequence=\"7\" data-commit=\"41\"", html, StringComparison.Ordinal);
        Assert.Contains(">51,3</a>", html, StringComparison.Ordinal);
        Assert.Contains("DỮ LIỆU MÔ PHỎNG", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Contains(">08:42:00</time>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WallDocument_OneTileThrows_TheOthersStand()
    {
        var good = ViewSamples.View(ViewSamples.Figure());
        var broken = new ViewPart("t1", new Dictionary<string, string>());

        var (html, errors) = await RenderAsync(Model(good, broken));
        var text = System.Net.WebUtility.HtmlDecode(html);

        Assert.Equal(1, errors);
        Assert.Contains("Lỗi hiển thị", text, StringComparison.Ordinal);
        Assert.Contains(">51,3</a>", html, StringComparison.Ordinal);
        Assert.Contains("data-part=\"t1\"", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>", html.TrimEnd(), StringComparison.Ordinal);
    }
}
