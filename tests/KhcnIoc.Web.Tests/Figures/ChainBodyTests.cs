using Bunit;
using KhcnIoc.Core.Live;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Components.Figures;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Figures;

namespace KhcnIoc.Web.Tests.Figures;

public class ChainBodyTests : BunitContext
{
    private IRenderedComponent<ChainBody> Draw(params PageBlock[] parts)
    {
        var query = PageQuery.Parse("");
        var pack = SamplePack.Create();
        var context = new PageContext { Address = "/figures/hdi/82", Query = query, Board = new PlayedBoard(pack, DateTimeOffset.UnixEpoch), Pack = pack, Now = DateTimeOffset.UnixEpoch, Links = new Links(query) };
        var view = new FigureView { Context = context, Title = "t", Steps = [new("one", "Một", parts), new("two", "Hai", [], Numbered: false)] };
        return Render<ChainBody>(p => p.Add(c => c.View, view));
    }

    [Fact]
    public void ChainBody_LinkOutOfTheProduct_OpensBesideWithoutHandingOverThePage()
    {
        var body = Draw(new FactsBlock([new("Liên kết", "example.gov.vn", Href: "https://example.gov.vn/1"), new("Số hiệu", "1/BC", Href: "/documents/1")]));

        var outside = body.Find("a[href^='https']");
        Assert.Equal(("_blank", "noopener noreferrer"), (outside.GetAttribute("target"), outside.GetAttribute("rel")));
        Assert.Null(body.Find("a[href='/documents/1']").GetAttribute("target"));
    }

    [Fact]
    public void ChainBody_WordsOfADocument_AreAQuotation()
    {
        var body = Draw(new QuoteBlock("đạt <b>43,2 %</b>", "512/BC, tr. 4"), new FormulaBlock("Tổng", ["1 + 2 = 3"]));

        Assert.Equal("đạt <b>43,2 %</b>", body.Find("blockquote").TextContent);
        Assert.Empty(body.FindAll("blockquote b"));
        Assert.Equal("1 + 2 = 3", body.Find(".chain-maths").TextContent);
        Assert.Single(body.FindAll("ol.chain > li"));
        Assert.Equal("two", body.Find(".chain-beside section").Id);
    }

    [Theory]
    [InlineData("javascript:alert(1)", ""), InlineData("ftp://a/b", ""), InlineData("/relative", ""), InlineData("https://a.vn/b", "https://a.vn/b")]
    public void Outside_Address_IsALinkOnlyWhereABrowserOpensAPage(string url, string href) => Assert.Equal(href, Scribe.Outside(url));
}
