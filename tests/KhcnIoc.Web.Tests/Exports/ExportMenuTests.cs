using Bunit;
using KhcnIoc.Web.Components.Exports;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Tests.Views;
using Microsoft.Extensions.DependencyInjection;

namespace KhcnIoc.Web.Tests.Exports;

public class ExportMenuTests : BunitContext
{
    [Fact]
    public void Menu_AnyPage_LeadsToItsFilesAndLetsGoOfItsScript()
    {
        Services.AddSingleton(new ServerIdentity("e", "b42"));
        var module = JSInterop.SetupModule("/assets/export.js?v=b42");
        var handle = module.SetupModule("attach", _ => true);
        handle.SetupVoid("dispose").SetVoidResult();
        var view = ExportSamples.View(ViewSamples.English, [], "/areas/28225?sort-t=-value&lang=en");

        var menu = Render<ExportMenu>(p => p.Add(m => m.Page, view));

        Assert.Equal(["svg", "pdf", "xlsx", "csv"], menu.FindAll("a").Select(a => a.GetAttribute("href")!).Select(h => h["/export/".Length..h.IndexOf("/areas/28225?sort-t=-value&lang=en", StringComparison.Ordinal)]));
        Assert.Equal(["print"], menu.FindAll("button").Select(b => b.GetAttribute("data-do")!));
        module.VerifyInvoke("attach");
    }

    [Theory]
    [InlineData("/", "Tổng quan", "dong-nai_tong-quan_2026-11-21.pdf")]
    [InlineData("/areas/28225?lang=en", "Xã Mỹ Đức Tây", "dong-nai_xa-my-duc-tay_2026-11-21.pdf")]
    [InlineData("/figures/coverage-5g/82", "Phủ sóng 5G", "dong-nai_phu-song-5g_2026-11-21.pdf")]
    [InlineData("/indicators/dti?period=2026-Q3", "Chỉ số", "dong-nai_dti_2026-11-21.pdf")]
    public void FileName_AnyPage_IsReadable(string address, string title, string name)
    {
        var view = ExportSamples.View(ViewSamples.Vietnamese, [], address, title);

        Assert.Equal(name, ExportFileName.Ascii(view, "pdf"));
        Assert.Equal($"Đồng Nai – {title} – 2026-11-21.pdf", ExportFileName.Full(view, "pdf"));
    }
}
