using System.Net;
using Bunit;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Components.Areas;
using KhcnIoc.Web.Components.Compare;
using KhcnIoc.Web.Pages.Areas;
using KhcnIoc.Web.Pages.Compare;
using KhcnIoc.Web.Tests.Hosting;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Areas;

public class PlacePagesTests : BunitContext
{
    private readonly SampleObservations _make = new();
    private readonly ManualTime _time = new(PlaceSamples.Now);

    public PlacePagesTests() => Services.AddSingleton<TimeProvider>(_time);

    private PlaceSamples Province() => new([.. Enumerable.Range(1, 6).Select(i => _make.Commune(SamplePack.Coverage, i, "2026-10", 10m * i)), _make.Province(SamplePack.Coverage, "2026-10", 45)]);

    [Fact]
    public async Task FigureRows_EveryCell_SaysItsColumnWhereTheHeadsAreOutOfSight()
    {
        var page = (await Province().PageAsync<AreaView>("/areas/00003"))!;

        var drawn = Render<PlaceContent>(p => p.Add(c => c.View, page));

        var cells = drawn.FindAll("#table-indicators td");
        Assert.NotEmpty(cells);
        Assert.All(cells, c => Assert.NotEqual("", c.GetAttribute("data-label")));
        Assert.Equal("/figures/coverage/00003", drawn.Find("td[data-column=value] a").GetAttribute("href"));
        Assert.Single(drawn.FindAll(".place-bar .own"));
        Assert.Equal("true", drawn.Find(".place-bar").GetAttribute("aria-hidden"));
    }

    [Fact]
    public async Task CompareTable_BestAndWorst_HaveWordAndShape()
    {
        var page = (await Province().PageAsync<CompareView>("/compare?areas=00002,00003,00004&indicators=coverage"))!;

        var drawn = Render<CompareTable>(p => p.Add(c => c.View, page));

        Assert.Equal(["Kém nhất", "Tốt nhất"], drawn.FindAll(".placing").Select(p => p.TextContent.Trim()));
        Assert.Equal(2, drawn.FindAll(".placing svg").Count);
        Assert.Equal(3, drawn.FindAll(".compare-bar .fill").Count);
    }

    [Fact]
    public void FilterBox_TypedQuickly_ChangesTheAddressOnce()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        var changes = new List<string>();
        navigation.LocationChanged += (_, e) => changes.Add(new Uri(e.Location).PathAndQuery);
        var box = Render<FilterBox>(p => p.Add(b => b.Address, "/areas?sort-communes=name").Add(b => b.Name, "find").Add(b => b.Text, "").Add(b => b.Label, "Lọc"));

        box.Find("input[type=search]").Input("d");
        _time.Advance(TimeSpan.FromMilliseconds(100));
        box.Find("input[type=search]").Input("dak");
        Assert.Empty(changes);
        _time.Advance(TimeSpan.FromMilliseconds(250));

        box.WaitForAssertion(() => Assert.Equal(["/areas?sort-communes=name&find=dak"], changes));
        Assert.Equal("name", box.Find("input[type=hidden]").GetAttribute("value"));
    }

    [Fact]
    public void FilterBox_PageThatComesLate_LeavesWhatWasTypedSince()
    {
        var box = Render<FilterBox>(p => p.Add(b => b.Address, "/areas").Add(b => b.Name, "find").Add(b => b.Text, "").Add(b => b.Label, "Lọc"));
        box.Find("input[type=search]").Input("d");
        _time.Advance(TimeSpan.FromMilliseconds(250));
        box.Find("input[type=search]").Input("dak");

        box.Render(p => p.Add(b => b.Address, "/areas?find=d").Add(b => b.Name, "find").Add(b => b.Text, "d").Add(b => b.Label, "Lọc"));

        Assert.Equal("dak", box.Find("input[type=search]").GetAttribute("value"));
    }

    [Fact]
    public async Task Server_Addresses_AnswerWithTheirStatus()
    {
        await using var server = new IocServer();
        var client = await server.StartAsync();
        (string Address, HttpStatusCode Status)[] expected =
        [
            ("/areas", HttpStatusCode.OK), ("/areas/28249", HttpStatusCode.OK), ("/areas/82", HttpStatusCode.OK), ("/areas/dong-thap-cu", HttpStatusCode.OK), ("/areas/vn", HttpStatusCode.OK),
            ("/areas/00000", HttpStatusCode.NotFound), ("/agencies", HttpStatusCode.OK), ("/agencies/most", HttpStatusCode.OK), ("/agencies/nobody", HttpStatusCode.NotFound),
            ("/compare", HttpStatusCode.OK), ("/compare?areas=28249,28261,nope&indicators=coverage-5g", HttpStatusCode.OK), ("/areas/28249?asof=gestern", HttpStatusCode.BadRequest),
        ];

        foreach (var (address, status) in expected)
        {
            var answer = await client.GetAsync(address, CancellationToken.None);
            Assert.True(status == answer.StatusCode, $"{address}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Server_EveryAreaAndAgency_HasAPageInBothProvincesAndLanguages()
    {
        foreach (var province in new[] { "dong-thap", "dong-nai" })
        {
            await using var server = new IocServer().With("Ioc:Province", province);
            await server.StartAsync();
            var views = server.Services.GetRequiredService<KhcnIoc.Web.Pages.PageViews>();
            var pack = server.Services.GetRequiredService<KhcnIoc.Core.Packs.ProvincePack>();
            var addresses = pack.Areas.Keys.Select(a => "/areas/" + a).Concat(pack.Agencies.Keys.Select(a => "/agencies/" + a)).Append("/areas").Append("/agencies").Append("/compare");
            foreach (var address in addresses)
            {
                foreach (var language in new[] { "", "?lang=en" })
                {
                    var result = await views.GetAsync(address + language, CancellationToken.None);
                    Assert.True(result.View is not null, address);
                    foreach (var text in TextsOf(result.View)) Assert.DoesNotContain("Areas.", text, StringComparison.Ordinal);
                }
            }
        }
    }

    // A text without an entry in the resources shows as its key.
    private static IEnumerable<string> TextsOf(KhcnIoc.Web.Pages.PageView view)
    {
        yield return view.Title;
        yield return view.Subtitle;
        foreach (var block in view.Blocks)
        {
            switch (block)
            {
                case KhcnIoc.Web.Pages.TextBlock text: yield return text.Text; break;
                case KhcnIoc.Web.Pages.HeadingBlock heading: yield return heading.Text; break;
                case KhcnIoc.Web.Pages.FactsBlock facts: foreach (var fact in facts.Facts) yield return fact.Label + fact.Text; break;
                case KhcnIoc.Web.Pages.TableBlock table:
                    yield return table.Table.Caption + table.Table.Note + table.Table.EmptyText;
                    foreach (var column in table.Table.Columns) yield return column.Title;
                    foreach (var cell in table.Table.Rows.SelectMany(r => r.Cells)) yield return cell.Text + cell.Hint;
                    break;
            }
        }
    }
}
