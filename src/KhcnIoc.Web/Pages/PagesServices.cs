using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Overview;
using KhcnIoc.Web.Components.Shell;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Pages.Overview;
using KhcnIoc.Web.Pages.Search;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages.Indicators;

namespace KhcnIoc.Web.Pages;

/// <summary>The pages of leaders.</summary>
internal static class PagesServices
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<IPastBoards, PastBoards>();
        services.AddSingleton<BoardNews>();
        services.AddSingleton<PageViews>();
        services.AddSingleton<IPageBuilder, IndicatorPageBuilder>();
        services.AddSingleton<MinuteNews>();
        services.AddSingleton<StoreAge>();
        services.AddScoped<FirstAddress>();
        services.AddScoped<LiveSwitch>();
        services.AddSingleton<IPageBuilder, Figures.FigureBuilder>();
        services.AddSingleton<IPageBuilder, Figures.ObservationBuilder>();
        services.AddSingleton<IPageBuilder, Figures.DocumentBuilder>();
        services.AddScoped<LookMemory>();
        services.AddSingleton<LookBoards>();
        services.AddSingleton<OverviewTiles>();
        services.AddSingleton<IPageBuilder, OverviewBuilder>();
        services.AddSingleton<IPageBuilder, MilestonesBuilder>();
        services.AddSingleton<SearchSource>();
        services.AddSingleton<SearchBuilder>();
        services.AddSingleton<IPageBuilder>(sp => sp.GetRequiredService<SearchBuilder>());
        services.AddMaps();
        services.AddSingleton<Areas.BoardPartsCache>();
        services.AddSingleton<Areas.FeedDirectory>();
        services.AddSingleton<IPageBuilder, Areas.AreaBuilder>();
        services.AddSingleton<IPageBuilder, Areas.AreaListBuilder>();
        services.AddSingleton<IPageBuilder, Agencies.AgencyBuilder>();
        services.AddSingleton<IPageBuilder, Agencies.AgencyListBuilder>();
        services.AddSingleton<IPageBuilder, Compare.CompareBuilder>();
    }
}
