using KhcnIoc.Core.Live;
using KhcnIoc.Web.Components.Shell;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;

namespace KhcnIoc.Web.Pages;

/// <summary>The pages of leaders.</summary>
internal static class PagesServices
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<IPastBoards, PastBoards>();
        services.AddSingleton<BoardNews>();
        services.AddSingleton<PageViews>();
        services.AddSingleton<MinuteNews>();
        services.AddSingleton<StoreAge>();
        services.AddScoped<FirstAddress>();
        services.AddScoped<LiveSwitch>();
        services.AddMaps();
    }
}
