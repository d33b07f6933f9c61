using System.Text;
using System.Xml.Linq;
using Bunit;
using KhcnIoc.Web.Components.Drawings;
using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Tests.Exports;

public class DrawingSvgTests : BunitContext
{
    private static readonly Drawing s_all = new(320, 200.5,
    [
        new PathShape("M0 0 L10 10.5 Z", Ink.OnPath, Ink.Paper, 1.5),
        new PathShape("M0 0 L10 10 Z", Ink.None, Ink.Line, 1, Hatched: true),
        new PathShape("M0 0 L10 10", Ink.None, Ink.Series2, 2, Dash: [4, 2.5]),
        new RectShape(1, 2, 3, -1, Ink.Step3, Radius: 2),
        new CircleShape(5, 5, 2.123, Ink.Behind, Ink.Text),
        new TextShape(10, 20, "Đắk <&> \"Ễ\"\u0001", 12, Weight: 600, Anchor: Anchor.Middle),
    ], "Bản đồ \"5G\"");

    [Fact]
    public void OnScreen_EveryShape_HasClassesAndNoColours()
    {
        var svg = XElement.Parse(DrawingSvg.OnScreen(s_all, "h1"));

        Assert.Equal("0 0 320 200.5", svg.Attribute("viewBox")!.Value);
        Assert.Equal("Bản đồ \"5G\"", svg.Attribute("aria-label")!.Value);
        Assert.Equal(["defs", "path", "path", "path", "rect", "circle", "text"], svg.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(["f-on-path s-paper", "hatched s-line", "f-none s-series2", "f-step3", "f-behind s-text", "f-text"], svg.Elements().Skip(1).Select(e => e.Attribute("class")!.Value));
        Assert.Equal(["url(#h1)"], svg.Descendants().Attributes("fill").Select(a => a.Value));
        Assert.Empty(svg.Descendants().Attributes("stroke"));
        Assert.Equal("Đắk <&> \"Ễ\" ", svg.Element("text")!.Value);
        Assert.Equal("middle", svg.Element("text")!.Attribute("text-anchor")!.Value);
        Assert.Equal("0", svg.Element("rect")!.Attribute("height")!.Value);
        Assert.Equal("4 2.5", svg.Elements("path").Last().Attribute("stroke-dasharray")!.Value);
    }

    [Fact]
    public void Append_Coloured_HasColoursAndNoClasses()
    {
        var text = new StringBuilder("<svg>");
        DrawingSvg.Append(text, s_all, "h2", coloured: true);
        var svg = XElement.Parse(text.Append("</svg>").ToString());

        Assert.Empty(svg.Descendants().Attributes("class"));
        Assert.Equal(["#0B63B0", "url(#h2)", "none", "#9CC2DE", "#B3261E", "#14202E"], svg.Elements().Skip(1).Select(e => e.Attribute("fill")!.Value));
    }

    [Fact]
    public void Palette_EveryInk_HasAColourAndAClassInTheStyleSheet()
    {
        var css = File.ReadAllText(Path.Combine(TestSupport.RepositoryFiles.Root, "wwwroot-assets/src/pages/exports.css"));

        foreach (var ink in Enum.GetValues<Ink>().Where(i => i != Ink.None))
        {
            Assert.NotNull(InkPalette.Parts(ink));
            Assert.Contains($".f-{InkPalette.Slug(ink)} ", css, StringComparison.Ordinal);
            Assert.Contains($".s-{InkPalette.Slug(ink)} ", css, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DrawingView_OtherDrawing_IsDrawnWithItsCaption()
    {
        var view = Render<DrawingView>(p => p.Add(v => v.Drawing, s_all).Add(v => v.Id, "map").Add(v => v.Caption, "Sơ đồ, không phải ranh giới"));
        Assert.Equal("hatch-map", view.Find("pattern").Id);
        Assert.Equal("Sơ đồ, không phải ranh giới", view.Find("figcaption").TextContent);

        view.Render(p => p.Add(v => v.Drawing, new Drawing(10, 10, [new CircleShape(1, 1, 1, Ink.Met)], "khác")));
        Assert.Single(view.FindAll("circle"));
        Assert.Empty(view.FindAll("text"));
    }
}
